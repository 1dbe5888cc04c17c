import { runCommand } from '@arcface-ts/core';
import { Command } from 'commander';
import { engineOption, say } from './docker/container-command.js';
import { type Engine, findEngine } from './docker/container-engine.js';
import { buildLine } from './docker/image.js';
import { runAloud } from './docker/run-container.js';

interface Options {
  readonly gpu?: true;
  readonly base?: string;
  readonly engine?: Engine;
}

const command = new Command('docker:build')
  .description('Build the image in which every task runs: arcface-ts:cpu, or arcface-ts:gpu.')
  .option('--gpu', "the image for NVIDIA GPUs: TensorFlow with CUDA's libraries")
  .option('--base <image>', "Debian or Ubuntu with Node, instead of the Dockerfile's base")
  .addOption(engineOption())
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ gpu, base, engine }: Options) => {
    const found = await findEngine({ named: engine });
    process.exitCode = await runAloud(buildLine(found, { device: gpu ? 'gpu' : 'cpu', base }), say);
  });

await runCommand(command);
