import { type Batch, DataError, RandomStream, runCommand } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { assembleStep, trainingConfigSchema } from '@arcface-ts/train';
import { Command, Option } from 'commander';
import { answerTurns } from './answer-turns.js';
import { benchClasses, benchNets } from './bench-net.js';
import { createStepper, type StepMode, stepModes } from './create-stepper.js';

/*
 * Our side of the step bench: the work of bench/pytorch/step.py, and the same learning rate, so low that the one batch is not
 * learned by heart.
 */
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
    const config = trainingConfigSchema.parse({
      model: { name, embeddingSize: net.embeddingSize },
      margin: { name: 'arcface', angularMargin: 0.5, scale: 32 },
      optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
      learningRate: { schedule: 'constant', base: 1e-5 },
      augmentation: {},
      validation: {},
      epochs: 1,
      batchSize,
    });
    const parts = assembleStep(config, benchClasses);
    if (parts.model.imageSizePx !== net.sidePx) {
      throw DataError.because({
        expected: `${name} to take images of ${net.sidePx} px, as its opponent does`,
        received: `${parts.model.imageSizePx} px`,
        place: 'tools:bench',
      });
    }
    const batch = randomBatch(batchSize, net.sidePx);
    await answerTurns(await createStepper(mode, { parts, batch, learningRate: config.learningRate.base }));
  });

function randomBatch(size: number, sidePx: number): Batch {
  const stream = RandomStream.fromSeed(1).split('batch');
  return {
    images: Uint8Array.from({ length: size * sidePx * sidePx * 3 }, () => stream.below(256)),
    labels: Int32Array.from({ length: size }, () => stream.below(benchClasses)),
    records: [],
    size,
    release: () => undefined,
  };
}

await runCommand(command);
