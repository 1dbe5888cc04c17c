import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ArcfaceError } from '@arcface-ts/core';
import { lastWords } from './last-words.js';

/** A program that runs one measured step whenever it is asked to: see bench/pytorch/README.md for the lines it speaks. */
export interface Stepper {
  /** Milliseconds of one step. */
  step(): Promise<number>;
  /** Asks the program to end and waits until it has; returns its peak memory. */
  close(): Promise<{ peakRssMiB: number }>;
  /** Ends it at once, if it still runs. */
  kill(): void;
}

export interface StepperOptions {
  /** Variables besides those of this process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** After this time the program is ended, and whoever waits for it gets an error. */
  readonly limitMs?: number;
}

/** An error message quotes what a program wrote to stderr at its end, not all of it. */
const keptCharacters = 20_000;

/**
 * Starts a program and waits for the end of its warm-up.
 * Throws an ArcfaceError with the program's last words when it cannot be started, ends too early or takes too long.
 */
export async function startStepper(
  program: string,
  programArguments: readonly string[],
  { environment = {}, limitMs }: StepperOptions = {},
): Promise<Stepper> {
  const startMs = performance.now();
  const child = spawn(program, programArguments, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
    killSignal: 'SIGKILL',
    ...(limitMs === undefined ? {} : { timeout: limitMs }),
  });
  let written = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    written = (written + text).slice(-keptCharacters);
  });
  child.on('error', error => {
    written += `${error.message}\n`;
  });
  // A program that is gone answers nothing, which says more than a broken pipe does.
  child.stdin.on('error', () => undefined);
  const closed = new Promise<void>(resolve => {
    child.once('close', () => resolve());
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  const next = async (key: string): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done !== true) return answerIn(value, key);
    await closed;
    const late = limitMs !== undefined && child.signalCode === 'SIGKILL' && performance.now() - startMs >= limitMs;
    const ending = child.signalCode ? `its end by ${child.signalCode}` : `its end with exit code ${child.exitCode}`;
    const words = lastWords(written);
    throw ArcfaceError.because({
      expected: 'an answer',
      received: late ? `none in ${limitMs / 1000} s` : ending + (words === '' ? '' : `: ${words}`),
      place: [program, ...programArguments].join(' '),
    });
  };

  try {
    await next('ready');
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return {
    step: async () => {
      child.stdin.write('step\n');
      return Number(await next('ms'));
    },
    close: async () => {
      child.stdin.end();
      const peakRssMiB = Number(await next('peakRssMiB'));
      await closed;
      return { peakRssMiB };
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
}

function answerIn(line: string, key: string): unknown {
  const answer = JSON.parse(line) as Record<string, unknown>;
  if (key in answer) return answer[key];
  throw ArcfaceError.because({ expected: `a line of JSON with ${key}`, received: line, place: 'tools:bench' });
}
