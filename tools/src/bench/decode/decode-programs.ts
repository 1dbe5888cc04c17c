import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ArcfaceError } from '@arcface-ts/core';
import { workspaceFolder } from '../../workspace-folder.js';
import { lastWords } from '../last-words.js';
import { type Stepper, startStepper } from '../stepper.js';

export const dataFolder = join(workspaceFolder, 'bench', 'data');

/** Threads or processes that both sides decode with. */
export const workers = 2;

type Flags = Readonly<Record<string, string | number>>;

function argumentsOf(flags: Flags): string[] {
  return Object.entries(flags).map(([key, value]) => `--${key}=${value}`);
}

function ourProgram(name: string): string {
  return join(workspaceFolder, 'tools', 'dist', 'bench', 'decode', `${name}.js`);
}

/** A program of this folder that answers turns. */
export function startOurs(name: string, flags: Flags, environment: NodeJS.ProcessEnv = {}): Promise<Stepper> {
  return startStepper(process.execPath, [ourProgram(name), ...argumentsOf(flags)], { environment });
}

/** A program of bench/data that answers turns. */
export function startPython(python: string, name: string, flags: Flags): Promise<Stepper> {
  const path = join(dataFolder, `${name}.py`);
  return startStepper(python, ['-B', path, '--interactive', ...argumentsOf(flags)], {
    environment: { OMP_WAIT_POLICY: 'PASSIVE' },
  });
}

/** Runs a program of this folder to its end and returns what it printed, parsed. */
export async function runOurs(name: string, flags: Flags): Promise<unknown> {
  return JSON.parse(await output(process.execPath, [ourProgram(name), ...argumentsOf(flags)]));
}

/** Runs a program of bench/data to its end. */
export async function runPython(python: string, name: string, flags: Flags): Promise<void> {
  await output(python, ['-B', join(dataFolder, `${name}.py`), ...argumentsOf(flags)]);
}

async function output(program: string, programArguments: readonly string[]): Promise<string> {
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
