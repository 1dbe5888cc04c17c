import { UsageError } from '@arcface-ts/core';
import type { Colour } from './colour.js';
import { iresnet18, iresnet34, iresnet50, iresnet100 } from './iresnet.js';
import { lenetPlusPlus } from './lenet-plus-plus.js';
import { mobilefacenet } from './mobilefacenet.js';
import type { Model } from './model.js';
import { resnet18, resnet50 } from './resnet.js';
import { resnetFace18 } from './resnet-face.js';

export interface ModelOptions {
  readonly embeddingSize: number;
  /** Side of a photo; by default the model's own. A model refuses a size that it is not made for. */
  readonly imageSizePx?: number;
  /** What it looks at; by default the model's own choice. */
  readonly colour?: Colour;
  /** Squeeze and excitation in the blocks of resnet_face18; a model that has none refuses it. */
  readonly useSe?: boolean;
  /** Share of the channels that the paper's net has; a model that has only one width refuses others than 1. */
  readonly width?: number;
}

const models: Record<string, (options: ModelOptions) => Model> = {
  mobilefacenet,
  resnet18,
  resnet50,
  iresnet18,
  iresnet34,
  iresnet50,
  iresnet100,
  resnet_face18: resnetFace18,
  'lenet++': lenetPlusPlus,
};

/** Every model that a config can name. */
export const modelNames: readonly string[] = Object.keys(models);

/** Models that take `useSe`. */
const withSe: readonly string[] = ['resnet_face18'];

/** Models that take a `width` other than 1. */
const withWidth: readonly string[] = ['iresnet18', 'iresnet34', 'iresnet50', 'iresnet100'];

/** The model of that name; an error with the names that exist when there is none. */
export function createModel(name: string, options: ModelOptions): Model {
  // hasOwn: `constructor` is no model, though every object has one.
  const create = Object.hasOwn(models, name) ? models[name] : undefined;
  if (create === undefined) {
    throw UsageError.because({
      expected: `a model out of ${modelNames.join(', ')}`,
      received: JSON.stringify(name),
      place: 'model.name of the config',
    });
  }
  if (options.useSe && !withSe.includes(name)) {
    throw UsageError.because({
      expected: `useSe of one of the models ${withSe.join(', ')}`,
      received: name,
      place: 'model of the config',
      next: 'Leave useSe out: this model has no squeeze and excitation.',
    });
  }
  const { width = 1 } = options;
  if (width !== 1 && !withWidth.includes(name)) {
    throw UsageError.because({
      expected: `a width of one of the models ${withWidth.join(', ')}`,
      received: `${name} with ${width}`,
      place: 'model of the config',
      next: 'Leave width out: this model has one width.',
    });
  }
  return create(options);
}
