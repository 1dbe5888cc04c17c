import { createModel, type Model } from '@arcface-ts/models';
import { assembleStep, modelOf, resolveConfig, type StepParts } from '@arcface-ts/train';
import { benchClasses, benchNets } from '../bench/bench-net.js';
import { benchStep } from '../bench/bench-work.js';
import type { Precision } from './profiled-work.js';

/** What is profiled, and in which batches and precision unless others are asked for. */
export interface ProfiledSubject {
  readonly name: string;
  readonly batchSize: number;
  readonly precision: Precision;
  /** What a training step is made of, a learning rate for it, and whether it keeps a mean of the weights. */
  step(): { parts: StepParts; learningRate: number; averaged: boolean };
  /** What embeds photos. */
  model(): Model;
}

/** A net in the training step of the bench; one that the bench leaves out has the embedding and batch that are usual. */
export function netSubject(name: string): ProfiledSubject {
  const { embeddingSize, batchSize } = benchNets.find(net => net.name === name) ?? {
    embeddingSize: 512,
    batchSize: 32,
  };
  return {
    name,
    batchSize,
    precision: 'float32',
    step: () => ({ ...benchStep(name, embeddingSize), averaged: false }),
    model: () => createModel(name, { embeddingSize }),
  };
}

/** The step of a training config, with as many classes as the bench has; of a batch that is computed in parts, one part as a batch. */
export async function configSubject(name: string): Promise<ProfiledSubject> {
  const config = await resolveConfig(name);
  const { batchSize, accumulate, precision, weightAverage } = config;
  return {
    name,
    batchSize: batchSize / accumulate,
    precision,
    step: () => ({
      parts: assembleStep({ ...config, accumulate: 1 }, benchClasses),
      learningRate: 1e-5,
      averaged: Object.values(weightAverage).some(length => length > 0),
    }),
    model: () => modelOf(config),
  };
}
