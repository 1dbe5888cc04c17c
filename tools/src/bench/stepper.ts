import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ArcfaceError } from '@arcface-ts/core';

/** A program that runs one measured step whenever it is asked to: see bench/pytorch/README.md for the lines it speaks. */
export interface Stepper {
  /** Milliseconds of one step. */
  step(): Promise<number>;
  /** Ends the program; returns its peak memory. */
  close(): Promise<{ peakRssMiB: number }>;
}

/** Starts a program and waits for the end of its warm-up. */
export async function startStepper(
  program: string,
  programArguments: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Stepper> {
  const child = spawn(program, programArguments, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = () => nextAnswer(lines, child, `${program} ${programArguments.join(' ')}`);
  await next();
  return {
    step: async () => {
      child.stdin.write('step\n');
      return numberOf(await next(), 'ms');
    },
    close: async () => {
      child.stdin.end();
      return { peakRssMiB: numberOf(await next(), 'peakRssMiB') };
    },
  };
}

async function nextAnswer(
  lines: AsyncIterator<string>,
  child: ChildProcess,
  command: string,
): Promise<Record<string, unknown>> {
  const { value, done } = await lines.next();
  if (done === true) {
    throw ArcfaceError.because({
      expected: 'a line of JSON',
      received: `the end of its output, exit code ${child.exitCode}`,
      place: command,
      next: 'Run it by hand to see what it says.',
    });
  }
  return JSON.parse(value) as Record<string, unknown>;
}

function numberOf(answer: Record<string, unknown>, key: string): number {
  const value = answer[key];
  if (typeof value === 'number') return value;
  throw ArcfaceError.because({
    expected: `a number as ${key}`,
    received: JSON.stringify(answer),
    place: 'tools:bench',
  });
}
