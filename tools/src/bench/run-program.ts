import { spawn } from 'node:child_process';
import { ArcfaceError } from '@arcface-ts/core';
import { lastWords } from './last-words.js';

/** Values of a program's options by name. */
export type Flags = Readonly<Record<string, string | number>>;

export function argumentsOf(flags: Flags): string[] {
  return Object.entries(flags).map(([key, value]) => `--${key}=${value}`);
}

/** Runs a program to its end and returns what it printed. Throws an ArcfaceError with its last words unless it ends well. */
export async function outputOf(program: string, programArguments: readonly string[]): Promise<string> {
  const child = spawn(program, programArguments, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [printed, said] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (exitCode === 0) return printed;
  throw ArcfaceError.because({
    expected: 'a program that ends well',
    received: `exit code ${exitCode}: ${lastWords(said)}`,
    place: [program, ...programArguments].join(' '),
  });
}
