import { runCommand } from '@arcface-ts/core';
import { Command, Option } from 'commander';
import { type ContainerOptions, containerCommand, runTask } from './docker/container-command.js';

const tasks = ['face', 'mnist.ce', 'mnist.arcface'];

const command = containerCommand(
  new Command('docker:train')
    .description('Train in a container; what it learns lies in runs/. Options that are not listed go to the training.')
    .addOption(new Option('--task <name>', 'what to train').choices(tasks).default('face')),
).action(async ({ task, ...options }: ContainerOptions & { task: string }, { args }: Command) => {
  await runTask([`train:${task}`, ...args], options);
});

await runCommand(command);
