import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { workspaceFolder } from '../../workspace-folder.js';
import { argumentsOf, type Flags, outputOf } from '../run-program.js';
import { type Stepper, type StepperOptions, startStepper } from '../stepper.js';

export const evalFolder = join(workspaceFolder, 'bench', 'eval');

/** A program that finds no end is no opponent. */
const limitMs = 10 * 60_000;

function ourProgram(name: string): string {
  return join(workspaceFolder, 'tools', 'dist', 'bench', 'eval', `${name}.js`);
}

/** A program of this folder that answers turns. */
export function startOurs(name: string, flags: Flags): Promise<Stepper> {
  return startStepper(process.execPath, [ourProgram(name), ...argumentsOf(flags)]);
}

/** Runs a program of this folder to its end and returns what it printed, parsed. */
export async function runOurs(name: string, flags: Flags): Promise<unknown> {
  return JSON.parse(await outputOf(process.execPath, [ourProgram(name), ...argumentsOf(flags)]));
}

/** A program of bench/eval that answers turns, on every core, as ours does. */
export function startPython(python: string, name: string, flags: Flags): Promise<Stepper> {
  const path = join(evalFolder, `${name}.py`);
  const options: StepperOptions = { environment: { OMP_WAIT_POLICY: 'PASSIVE' }, limitMs };
  const threads = availableParallelism();
  return startStepper(python, ['-B', path, '--interactive', ...argumentsOf({ ...flags, threads })], options);
}

/** Runs a program of bench/eval to its end. */
export async function runPython(python: string, name: string, flags: Flags): Promise<void> {
  await outputOf(python, ['-B', join(evalFolder, `${name}.py`), ...argumentsOf(flags)]);
}
