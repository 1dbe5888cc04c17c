import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface Ending {
  /** 128 + the signal's number when a signal ended it, as shells say it. */
  readonly exitCode: number;
  /** Somebody asked this process to stop while the program ran. */
  readonly interrupted: boolean;
  /** The program could not be started: ENOENT when there is none of that name. */
  readonly startError?: NodeJS.ErrnoException;
}

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a program to its end in this process's terminal and passes signals on to it. A terminal's Ctrl-C
 * reaches the program without our help: passed on again, it would interrupt the clean-up that the first one began.
 */
export async function runAttached(program: string, programArguments: readonly string[]): Promise<Ending> {
  const child = spawn(program, programArguments, { stdio: 'inherit' });
  let interrupted = false;
  const pass = (signal: NodeJS.Signals) => {
    interrupted = true;
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of passedOn) process.on(signal, pass);
  try {
    return await new Promise<Ending>(resolve => {
      child.on('error', startError => resolve({ exitCode: 127, interrupted, startError }));
      child.on('close', (code, signal) => {
        resolve({ exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0), interrupted });
      });
    });
  } finally {
    for (const signal of passedOn) process.off(signal, pass);
  }
}
