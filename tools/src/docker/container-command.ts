import { userInfo } from 'node:os';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { workspaceFolder } from '../workspace-folder.js';
import { type Engine, engineNames, findEngine } from './container-engine.js';
import { sharedMounts } from './mounts.js';
import { runContainer } from './run-container.js';

/** Options of every command that runs something in a container. */
export interface ContainerOptions {
  readonly engine?: Engine;
  readonly data?: string;
  readonly gpu?: number;
}

export function say(line: string): void {
  process.stdout.write(`docker: ${line}\n`);
}

export function engineOption(): Option {
  return new Option('--engine <name>', 'what builds and runs images (default: the first of them that works)').choices(
    engineNames,
  );
}

/** Gives a command the options of every container; those that it does not know are left to the task in the container. */
export function containerCommand(command: Command): Command {
  return command
    .addOption(engineOption())
    .option('--data <dir>', 'folder with one folder a data set (default: $ARCFACE_DATA, datasets/)')
    .option('--gpu <n>', 'train on the GPU of this number, from 0, in the image for GPUs', gpuNumber)
    .helpOption('--help', 'show this help')
    .allowUnknownOption()
    .allowExcessArguments()
    .exitOverride();
}

function gpuNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(text);
}

/** Runs a task in a container with the shared folders, and ends with the task's exit code. */
export async function runTask(task: readonly string[], options: ContainerOptions, port?: number): Promise<void> {
  const engine = await findEngine({ named: options.engine });
  process.exitCode = await runContainer(
    engine,
    {
      task,
      gpu: options.gpu,
      mounts: sharedMounts({ workspace: workspaceFolder, data: options.data }),
      user: process.platform === 'linux' ? userInfo() : undefined,
      port,
      terminal: process.stdin.isTTY && process.stdout.isTTY,
    },
    say,
  );
}
