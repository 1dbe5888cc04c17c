import { runCommand } from '@arcface-ts/core';
import { Command } from 'commander';
import { type ContainerOptions, containerCommand, runTask } from './docker/container-command.js';
import { portNumber } from './port-number.js';

const command = containerCommand(
  new Command('docker:tensorboard')
    .description('Show runs/ in a TensorBoard that runs in a container. Options that are not listed go to it.')
    .option('--port <n>', 'port of this machine, which alone reaches it', portNumber, 6006),
).action(async ({ port, ...options }: ContainerOptions & { port: number }, { args }: Command) => {
  await runTask(['tools:tensorboard', '--host=0.0.0.0', `--port=${port}`, ...args], options, port);
});

await runCommand(command);
