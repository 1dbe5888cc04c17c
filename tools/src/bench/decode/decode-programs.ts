import { join } from 'node:path';
import { workspaceFolder } from '../../workspace-folder.js';
import { argumentsOf, type Flags, outputOf } from '../run-program.js';
import { type Stepper, startStepper } from '../stepper.js';

export const dataFolder = join(workspaceFolder, 'bench', 'data');

/** Threads or processes that both sides decode with. */
export const workers = 2;

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
  return JSON.parse(await outputOf(process.execPath, [ourProgram(name), ...argumentsOf(flags)]));
}

/** Runs a program of bench/data to its end. */
export async function runPython(python: string, name: string, flags: Flags): Promise<void> {
  await outputOf(python, ['-B', join(dataFolder, `${name}.py`), ...argumentsOf(flags)]);
}
