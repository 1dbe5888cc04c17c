import { type Batch, RandomStream } from '@arcface-ts/core';
import { assembleStep, type StepParts, trainingConfigSchema } from '@arcface-ts/train';
import { benchClasses } from './bench-net.js';

/** The work of bench/pytorch/step.py, and its learning rate: so low that the one batch is not learned by heart. */
export function benchStep(net: string, embeddingSize: number): { parts: StepParts; learningRate: number } {
  const learningRate = 1e-5;
  const config = trainingConfigSchema.parse({
    model: { name: net, embeddingSize },
    margin: { name: 'arcface', angularMargin: 0.5, scale: 32 },
    optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
    learningRate: { schedule: 'constant', base: learningRate },
    augmentation: {},
    validation: {},
    epochs: 1,
    // The step is compiled for the batch that it is given.
    batchSize: 1,
  });
  return { parts: assembleStep(config, benchClasses), learningRate };
}

/** A batch of noise, the same for the same size. */
export function noiseBatch(size: number, sidePx: number): Batch {
  const stream = RandomStream.fromSeed(1).split('batch');
  return {
    images: Uint8Array.from({ length: size * sidePx * sidePx * 3 }, () => stream.below(256)),
    labels: Int32Array.from({ length: size }, () => stream.below(benchClasses)),
    records: [],
    size,
    release: () => undefined,
  };
}
