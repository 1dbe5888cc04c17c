import { createMargin, focalLoss, softmaxCrossEntropy } from '@arcface-ts/losses';
import { classCentres, createModel, isDecayed, type Model, type ParameterSpec } from '@arcface-ts/models';
import type { TrainingConfig } from './config.js';
import { adam } from './optimizer/adam.js';
import type { Decays, Optimizer } from './optimizer/optimizer.js';
import { sgd } from './optimizer/sgd.js';
import type { StepParts } from './train-step.js';

/** The parts of the training step that a config names, for a number of classes. */
export function assembleStep(config: TrainingConfig, classes: number): StepParts {
  const model = modelOf(config);
  const specs = [...model.parameters, classCentres(classes, model.embeddingSize)];
  const { focalFocus, labelSmoothing } = config;
  return {
    model,
    specs,
    margin: createMargin(config.margin),
    loss: (logits, labels) =>
      focalFocus > 0
        ? focalLoss(logits, labels, { focus: focalFocus })
        : softmaxCrossEntropy(logits, labels, { labelSmoothing }),
    optimizer: createOptimizer(config.optimizer, decaysOf(specs)),
    clipNorm: config.clipNorm,
  };
}

/** The model that a config names. */
export function modelOf({ model: { name, embeddingSize, imageSizePx } }: Pick<TrainingConfig, 'model'>): Model {
  return createModel(name, { embeddingSize, ...(imageSizePx === null ? {} : { imageSizePx }) });
}

function decaysOf(specs: readonly ParameterSpec[]): Decays {
  const decayed = new Set(specs.filter(isDecayed).map(spec => spec.name));
  return name => decayed.has(name);
}

function createOptimizer(config: TrainingConfig['optimizer'], decays: Decays): Optimizer {
  return config.name === 'sgd' ? sgd({ ...config, decays }) : adam({ ...config, decays });
}
