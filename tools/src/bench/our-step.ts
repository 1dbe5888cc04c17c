import { DataError, runCommand } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { Command, Option } from 'commander';
import { answerTurns } from './answer-turns.js';
import { benchNets } from './bench-net.js';
import { benchStep, noiseBatch } from './bench-work.js';
import { createStepper, type StepMode, stepModes } from './create-stepper.js';

const command = new Command('our-step')
  .description('Time our training step, turn by turn: see bench/pytorch/README.md for the protocol.')
  .addOption(
    new Option('--net <name>', 'net to train').choices(benchNets.map(({ name }) => name)).makeOptionMandatory(),
  )
  .addOption(new Option('--mode <mode>', 'how the step runs').choices(stepModes).makeOptionMandatory())
  .requiredOption('--batch <n>', 'images a step', Number)
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ net: name, mode, batch: batchSize }: { net: string; mode: StepMode; batch: number }) => {
    const net = benchNets.find(candidate => candidate.name === name) as (typeof benchNets)[number];
    startTensorflow({ device: 'cpu' });
    const { parts, learningRate } = benchStep(name, net.embeddingSize);
    if (parts.model.imageSizePx !== net.sidePx) {
      throw DataError.because({
        expected: `${name} to take images of ${net.sidePx} px, as its opponent does`,
        received: `${parts.model.imageSizePx} px`,
        place: 'tools:bench',
      });
    }
    const batch = noiseBatch(batchSize, net.sidePx);
    await answerTurns(await createStepper(mode, { parts, batch, learningRate }));
  });

await runCommand(command);
