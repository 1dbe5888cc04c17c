import { RandomStream } from '@arcface-ts/core';
import type { CropFrame } from '../decoding/crop-frame.js';
import type { DecodeTask } from '../decoding/decode-task.js';
import { type AugmentationOptions, augment } from './augmentation.js';
import { type Sampler, sampledOrder } from './samplers/sampler.js';

/**
 * What stands where in each epoch, as a function of (seed, epoch, position) alone: a position is a place in the epoch's
 * order, so neither the number of threads nor where a training was resumed changes a batch.
 */
export class BatchPlan {
  readonly #stream: RandomStream;
  readonly #labels: Int32Array;
  readonly #order: Sampler | 'sequential';
  readonly #sizePx: number;
  readonly #augmentation: AugmentationOptions;

  constructor(options: {
    seed: number;
    labels: Int32Array;
    order: Sampler | 'sequential';
    sizePx: number;
    augmentation: AugmentationOptions;
  }) {
    this.#stream = RandomStream.fromSeed(options.seed);
    this.#labels = options.labels;
    this.#order = options.order;
    this.#sizePx = options.sizePx;
    this.#augmentation = options.augmentation;
  }

  /** Index of the photo at each position of an epoch. */
  order(epoch: number): Uint32Array {
    if (this.#order === 'sequential') return Uint32Array.from(this.#labels.keys());
    return sampledOrder(this.#stream.split('order', epoch), this.#labels, this.#order);
  }

  /** How the crop of a photo is changed at a position. */
  sample(epoch: number, position: number, frame: CropFrame): Omit<DecodeTask, 'image' | 'byteOffset'> {
    const crop = { frame, sizePx: this.#sizePx };
    return augment(this.#stream.split('augment', epoch, position), crop, this.#augmentation);
  }

  /** Indices of photos that take the place of an unreadable one, without end: the first readable one is used. */
  *replacements(epoch: number, position: number): Generator<number, never> {
    const stream = this.#stream.split('replace', epoch, position);
    while (true) yield stream.below(this.#labels.length);
  }
}
