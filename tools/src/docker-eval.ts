import { runCommand } from '@arcface-ts/core';
import { Command } from 'commander';
import { type ContainerOptions, containerCommand, runTask } from './docker/container-command.js';

const command = containerCommand(
  new Command('docker:eval').description(
    'Verify on LFW in a container, after training if need be. Options that are not listed go to eval:lfw.',
  ),
).action(async (options: ContainerOptions, { args }: Command) => {
  await runTask(['eval:lfw', ...args], options);
});

await runCommand(command);
