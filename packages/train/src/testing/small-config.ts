import { type TrainingConfig, type TrainingConfigInput, trainingConfigSchema } from '../config.js';

/** The shortest config that trains: two epochs of the real model with a small embedding; keys given replace whole keys. */
export function smallConfig(keys: Partial<TrainingConfigInput> = {}): TrainingConfig {
  return trainingConfigSchema.parse({
    model: { embeddingSize: 16 },
    margin: { name: 'arcface', angularMargin: 0.1, scale: 8 },
    optimizer: { name: 'sgd' },
    learningRate: { schedule: 'constant', base: 0.05 },
    epochs: 2,
    batchSize: 2,
    augmentation: {},
    validation: {},
    ...keys,
  });
}
