import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runCommand, UsageError } from '@arcface-ts/core';
import { Command } from 'commander';
import { portNumber } from './port-number.js';
import { findPython } from './python/python-environment.js';
import { runAttached } from './python/run-attached.js';
import { pictureTabs } from './tensorboard/picture-tabs.js';
import { workspaceFolder } from './workspace-folder.js';

function say(line: string): void {
  process.stdout.write(`tensorboard: ${line}\n`);
}

function logFolder(named: string | undefined): string {
  const folder = resolve(workspaceFolder, named ?? 'runs');
  if (existsSync(folder)) return folder;
  if (named !== undefined) {
    throw UsageError.because({
      expected: 'a folder with event files',
      received: `${folder}, which does not exist`,
      place: '--logdir',
      next: 'Leave it out to see all runs of runs/.',
    });
  }
  say(`${folder} does not exist yet: a run shows up when \`npx nx run train:face\` has begun it`);
  return folder;
}

interface Options {
  readonly logdir?: string;
  readonly port: number;
  readonly host: string;
  readonly pictures?: string;
}

const command = new Command('tools:tensorboard')
  .description('Show runs/ in TensorBoard, which is installed into .cache when needed.')
  .option('--logdir <dir>', 'folder with event files (default: runs/)')
  .option('--port <n>', 'port to listen on; 0 takes a free one', portNumber, 6006)
  .option('--host <address>', 'address to listen on; 0.0.0.0 opens it to the network', 'localhost')
  .option('--pictures <dir>', 'draw each tab as a PNG into this folder with a browser on the PATH, and end')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ logdir, port, host, pictures }: Options) => {
    const folder = logFolder(logdir);
    const python = await findPython(
      {
        title: 'TensorBoard',
        module: 'tensorboard',
        variable: 'TENSORBOARD_PYTHON',
        place: 'tools:tensorboard',
        folder: join(workspaceFolder, '.cache', 'tensorboard'),
        requirements: join(workspaceFolder, 'tools', 'tensorboard-requirements.txt'),
      },
      say,
    );
    if (pictures !== undefined) {
      for (const path of await pictureTabs(python, folder, resolve(workspaceFolder, pictures))) say(path);
      return;
    }
    const options = ['--logdir', folder, '--port', String(port), '--host', host];
    const { exitCode } = await runAttached(python, ['-m', 'tensorboard.main', ...options]);
    process.exitCode = exitCode;
  });

await runCommand(command);
