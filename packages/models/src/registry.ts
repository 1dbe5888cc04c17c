import { UsageError } from '@arcface-ts/core';
import { iresnet18, iresnet34, iresnet50, iresnet100 } from './iresnet.js';
import { mobilefacenet } from './mobilefacenet.js';
import type { Model } from './model.js';
import { resnet18, resnet50 } from './resnet.js';

export interface ModelOptions {
  readonly embeddingSize: number;
  /** Side of a photo; by default the model's own. A model refuses a size that it is not made for. */
  readonly imageSizePx?: number;
}

const models: Record<string, (options: ModelOptions) => Model> = {
  mobilefacenet,
  resnet18,
  resnet50,
  iresnet18,
  iresnet34,
  iresnet50,
  iresnet100,
};

/** Every model that a config can name. */
export const modelNames: readonly string[] = Object.keys(models);

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
  return create(options);
}
