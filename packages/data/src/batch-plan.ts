import { RandomStream } from '@arcface-ts/core';
import { type AugmentationOptions, augment } from './augmentation.js';
import { epochOrder } from './epoch-order.js';
import type { CropBox } from './image-codec.js';
import type { SampleOptions } from './sample-box.js';

/**
 * What stands where in each epoch, as a function of (seed, epoch, position) alone: a position is a place in the epoch's
 * order, so neither the number of threads nor where a training was resumed changes a batch.
 */
export class BatchPlan {
  readonly #stream: RandomStream;
  readonly #count: number;
  readonly #shuffled: boolean;
  readonly #box: CropBox;
  readonly #augmentation: AugmentationOptions;

  constructor(options: {
    seed: number;
    photos: number;
    shuffled: boolean;
    box: CropBox;
    augmentation: AugmentationOptions;
  }) {
    this.#stream = RandomStream.fromSeed(options.seed);
    this.#count = options.photos;
    this.#shuffled = options.shuffled;
    this.#box = options.box;
    this.#augmentation = options.augmentation;
  }

  /** Index of the photo at each position of an epoch. */
  order(epoch: number): Uint32Array {
    if (this.#shuffled) return epochOrder(this.#stream, epoch, this.#count);
    return Uint32Array.from({ length: this.#count }, (_, index) => index);
  }

  /** The crop and its changes at a position. */
  sample(epoch: number, position: number): SampleOptions {
    return augment(this.#stream.split('augment', epoch, position), this.#box, this.#augmentation);
  }

  /** Indices of photos that take the place of an unreadable one, without end: the first readable one is used. */
  *replacements(epoch: number, position: number): Generator<number, never> {
    const stream = this.#stream.split('replace', epoch, position);
    while (true) yield stream.below(this.#count);
  }
}
