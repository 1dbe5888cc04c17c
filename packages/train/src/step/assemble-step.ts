import { createMargin, focalLoss, type MarginHead, softmaxCrossEntropy } from '@arcface-ts/losses';
import {
  type ClassHead,
  cosineHead,
  createModel,
  ensemble,
  ensembleHead,
  isDecayed,
  linearHead,
  type Model,
  type ParameterSpec,
  subCentreHead,
  viewOf,
} from '@arcface-ts/models';
import type { TrainingConfig } from '../config.js';
import { adam } from '../optimizer/adam.js';
import type { Decays, Optimizer } from '../optimizer/optimizer.js';
import { sgd } from '../optimizer/sgd.js';
import { runningSpecs } from './margin-figures.js';
import type { StepParts } from './train-step.js';

/** The parts of the training step that a config names, for a number of classes. */
export function assembleStep(config: TrainingConfig, classes: number): StepParts {
  const { embeddingSize } = config.model;
  const model = modelOf(config);
  const margin = createMargin(config.margin);
  const nets = countNets(config.model);
  const head = ensembleHead(createHead(margin.head, { classes, embeddingSize }), nets);
  const specs = [...model.parameters, ...head.parameters, ...runningSpecs(margin)];
  const { focalFocus, labelSmoothing } = config;
  return {
    model,
    head,
    specs,
    margin,
    loss: (logits, labels) =>
      focalFocus > 0
        ? focalLoss(logits, labels, { focus: focalFocus })
        : softmaxCrossEntropy(logits, labels, { labelSmoothing }),
    optimizer: createOptimizer(config.optimizer, decaysOf(specs)),
    clipNorm: config.clipNorm,
    accumulate: config.accumulate,
    backbone: 'trained',
    nets,
  };
}

/** The model that a config names. */
export function modelOf({ model }: Pick<TrainingConfig, 'model'>): Model {
  const { name, embeddingSize, colour, useSe, width, members, views } = model;
  const netFor = (imageSizePx: number | null): Model =>
    createModel(name, {
      embeddingSize,
      useSe,
      width,
      ...(imageSizePx === null ? {} : { imageSizePx }),
      ...(colour === null ? {} : { colour }),
    });
  const seeing =
    views === null
      ? [netFor(model.imageSizePx)]
      : views.squares.map(square => viewOf(netFor(square.imageSizePx ?? model.imageSizePx), square, views.photoSizePx));
  return ensemble(seeing.flatMap(each => Array.from({ length: members }, () => each)));
}

/** How many nets a config trains side by side. */
export function countNets({ members, views }: Pick<TrainingConfig['model'], 'members' | 'views'>): number {
  return members * (views?.squares.length ?? 1);
}

function createHead(
  { scores, centresPerClass }: MarginHead,
  { classes, embeddingSize }: { classes: number; embeddingSize: number },
): ClassHead {
  if (scores === 'linear') return linearHead(classes, embeddingSize);
  return centresPerClass > 1
    ? subCentreHead(classes, embeddingSize, centresPerClass)
    : cosineHead(classes, embeddingSize);
}

function decaysOf(specs: readonly ParameterSpec[]): Decays {
  const decayed = new Set(specs.filter(isDecayed).map(spec => spec.name));
  return name => decayed.has(name);
}

function createOptimizer(config: TrainingConfig['optimizer'], decays: Decays): Optimizer {
  return config.name === 'sgd' ? sgd({ ...config, decays }) : adam({ ...config, decays });
}
