import { setImmediate } from 'node:timers/promises';
import { type Batch, ShapeError } from '@arcface-ts/core';
import { alter } from '../decoding/alter.js';
import { wholePhoto } from '../decoding/crop-frame.js';
import { sampleFrame } from '../decoding/sample-frame.js';
import { SlabStore } from '../decoding/slab.js';
import { noAugmentation } from './augmentation.js';
import { BatchPlan } from './batch-plan.js';
import type { Loader } from './loader.js';
import { checkLoaderOptions, checkStart, type LoaderOptions } from './loader-options.js';

/** Small grey images that all lie in memory. */
export interface GreyImages {
  /** What they are called in batches and errors: image i is `<name>#i`. */
  readonly name: string;
  /** [count, sidePx, sidePx] */
  readonly images: Uint8Array;
  /** [count] class of each */
  readonly labels: ArrayLike<number>;
  readonly sidePx: number;
}

export interface MemoryLoaderOptions
  extends Pick<LoaderOptions, 'batchSize' | 'seed' | 'order' | 'lastBatch' | 'augmentation'> {
  /** The images that count, by their indices; by default all of them. */
  readonly indices?: Uint32Array;
}

class MemoryLoader implements Loader {
  readonly problems = [];
  readonly batchSize: number;
  readonly imageSizePx: number;
  readonly stepsPerEpoch: number;
  waitMs = 0;
  readonly #source: GreyImages;
  readonly #indices: Uint32Array;
  readonly #plan: BatchPlan;
  readonly #store: SlabStore;
  /** One image in colour. */
  readonly #pixels: Uint8Array;

  constructor(source: GreyImages, options: MemoryLoaderOptions) {
    const { labels, images, sidePx, name } = source;
    const {
      batchSize,
      seed,
      order = { name: 'shuffled' },
      lastBatch = 'drop',
      augmentation = noAugmentation,
    } = options;
    const { indices = Uint32Array.from({ length: labels.length }, (_, index) => index) } = options;
    checkLoaderOptions({ batchSize, order, lastBatch, photos: indices });
    if (images.length !== labels.length * sidePx ** 2) {
      throw ShapeError.because({
        expected: `images of shape [${labels.length}, ${sidePx}, ${sidePx}], one for each label`,
        received: `${images.length} bytes`,
        place: name,
      });
    }
    this.batchSize = batchSize;
    this.imageSizePx = sidePx;
    this.stepsPerEpoch = (lastBatch === 'drop' ? Math.floor : Math.ceil)(indices.length / batchSize);
    this.#source = source;
    this.#indices = indices;
    const own = Int32Array.from(indices, index => labels[index] as number);
    this.#plan = new BatchPlan({ seed, labels: own, order, sizePx: sidePx, augmentation });
    this.#pixels = new Uint8Array(sidePx ** 2 * 3);
    this.#store = new SlabStore(batchSize * this.#pixels.length);
  }

  async *batches(epoch: number, fromStep = 0): AsyncGenerator<Batch, void> {
    checkStart(fromStep, this.stepsPerEpoch);
    const order = this.#plan.order(epoch);
    // The next batch is made as soon as the consumer waits for something else, such as its step.
    const ahead = async (step: number): Promise<Batch | undefined> => {
      await setImmediate();
      return step < this.stepsPerEpoch ? this.#fill(epoch, order, step) : undefined;
    };
    let next = ahead(fromStep);
    for (let step = fromStep; ; step++) {
      const startedMs = performance.now();
      const batch = await next;
      this.waitMs += performance.now() - startedMs;
      if (batch === undefined) return;
      next = ahead(step + 1);
      // A fault is told when the batch's turn comes, and not as an unhandled rejection before.
      next.catch(() => undefined);
      yield batch;
    }
  }

  async close(): Promise<void> {}

  async #fill(epoch: number, order: Uint32Array, step: number): Promise<Batch> {
    const first = step * this.batchSize;
    const { name, labels } = this.#source;
    const indices = order.subarray(first, first + this.batchSize).map(place => this.#indices[place] as number);
    const slab = this.#store.take();
    const side = this.imageSizePx;
    for (const [slot, index] of indices.entries()) {
      this.#colour(index);
      const target = new Uint8ClampedArray(slab, slot * this.#pixels.length, this.#pixels.length);
      const { alterations, ...sample } = this.#plan.sample(epoch, first + slot, wholePhoto);
      sampleFrame({ data: this.#pixels, width: side, height: side }, sample, side, target);
      if (alterations) await alter(target, side, alterations);
    }
    let released = false;
    return {
      images: new Uint8Array(slab, 0, indices.length * this.#pixels.length),
      labels: Int32Array.from(indices, index => labels[index] as number),
      records: Array.from(indices, index => `${name}#${index}`),
      size: indices.length,
      release: () => {
        if (!released) this.#store.giveBack(slab);
        released = true;
      },
    };
  }

  /** Puts the grey of an image into three channels, as batches have them. */
  #colour(index: number): void {
    const { images, sidePx } = this.#source;
    const count = sidePx ** 2;
    const start = index * count;
    for (let at = 0; at < count; at++) this.#pixels.fill(images[start + at] as number, 3 * at, 3 * at + 3);
  }
}

/**
 * A loader of images that lie in memory, in batches like those of a loader that decodes photos: RGB, in memory that TensorFlow reads in
 * place, a function of (seed, epoch, step) alone. A batch is made while its forerunner is being trained on. One that is never
 * released keeps its memory.
 */
export function createMemoryLoader(source: GreyImages, options: MemoryLoaderOptions): Loader {
  return new MemoryLoader(source, options);
}
