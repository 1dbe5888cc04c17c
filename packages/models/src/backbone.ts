import { checkShape, UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { toColour } from './colour.js';
import type { Layer } from './layer.js';
import type { Model } from './model.js';

/** The model that layers make whose last one gives a [batch, 1, 1, embeddingSize] map. */
export function backbone(sizes: Pick<Model, 'name' | 'imageSizePx' | 'colour' | 'embeddingSize'>, body: Layer): Model {
  const { name, imageSizePx, colour, embeddingSize } = sizes;
  return {
    ...sizes,
    parameters: body.parameters,
    embed(images, pass) {
      // A larger photo would pass all convolutions and come out as several rows for each face, or as a wider view of it.
      const pattern = ['batch', imageSizePx, imageSizePx, images.shape[3] === 1 ? 1 : 3];
      checkShape('images', images.shape, pattern, name, 'Crop or resize the photos.');
      return tf.reshape(body.apply(toColour(images, colour), pass), [-1, embeddingSize]); // [batch, 1, 1, n] → [batch, n]
    },
  };
}

/** Throws a UsageError that states the rule unless the size is a whole number for which it holds. */
export function checkImageSize(name: string, imageSizePx: number, rule: string, holds: boolean): void {
  if (Number.isInteger(imageSizePx) && holds) return;
  throw UsageError.because({
    expected: `imageSizePx of ${rule}`,
    received: String(imageSizePx),
    place: name,
    next: 'Crop the photos to a size that the net takes.',
  });
}
