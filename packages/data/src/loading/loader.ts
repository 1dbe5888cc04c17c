import { ArcfaceError, type Batch, type BatchSource } from '@arcface-ts/core';
import { DecodePool } from '../decoding/decode-pool.js';
import { SlabStore } from '../decoding/slab.js';
import { noAugmentation } from './augmentation.js';
import { BatchPlan } from './batch-plan.js';
import { checkLoaderOptions, checkStart, type LabelledPhoto, type LoaderOptions } from './loader-options.js';
import { type PhotoProblem, UnreadablePhotos } from './unreadable-photos.js';

/** A source of batches decoded ahead by threads. */
export interface Loader extends BatchSource {
  /** Photos that could not be decoded so far; others stood in for them. */
  readonly problems: readonly PhotoProblem[];
  /** How long consumers have waited for a batch so far, over all epochs. */
  readonly waitMs: number;
}

interface Filled {
  readonly slab: SharedArrayBuffer;
  readonly photos: readonly LabelledPhoto[];
}

/** One pass over an epoch: what is being decoded for it, and the way to stop that. */
interface Pass {
  readonly epoch: number;
  readonly order: Uint32Array;
  readonly abort: AbortController;
  readonly ahead: Promise<Filled>[];
}

class PhotoLoader implements Loader {
  readonly batchSize: number;
  readonly imageSizePx: number;
  readonly stepsPerEpoch: number;
  waitMs = 0;
  readonly #options: LoaderOptions;
  readonly #plan: BatchPlan;
  readonly #pool: DecodePool;
  readonly #store: SlabStore;
  readonly #unreadable: UnreadablePhotos;
  readonly #passes = new Set<Pass>();
  readonly #imageBytes: number;
  #closed = false;

  constructor(options: LoaderOptions) {
    checkLoaderOptions(options);
    const { photos, batchSize, imageSizePx, seed, order = { name: 'shuffled' }, lastBatch = 'drop' } = options;
    const { maxCorruptFraction = order === 'sequential' ? 0 : 0.01, augmentation = noAugmentation } = options;
    this.#options = options;
    this.batchSize = batchSize;
    this.imageSizePx = imageSizePx;
    this.#imageBytes = imageSizePx ** 2 * 3;
    this.stepsPerEpoch = (lastBatch === 'drop' ? Math.floor : Math.ceil)(photos.length / batchSize);
    this.#plan = new BatchPlan({
      seed,
      labels: Int32Array.from(photos, photo => photo.label),
      order,
      sizePx: imageSizePx,
      augmentation,
    });
    this.#store = new SlabStore(batchSize * this.#imageBytes);
    this.#unreadable = new UnreadablePhotos(photos.length, maxCorruptFraction);
    this.#pool = options.pool ?? new DecodePool(options.threads === undefined ? {} : { threads: options.threads });
  }

  get problems(): readonly PhotoProblem[] {
    return this.#unreadable.problems;
  }

  async *batches(epoch: number, fromStep = 0): AsyncGenerator<Batch, void> {
    this.#checkStart(fromStep);
    const { slabs = 3 } = this.#options;
    const pass: Pass = { epoch, order: this.#plan.order(epoch), abort: new AbortController(), ahead: [] };
    let nextStep = fromStep;
    let held = 0;
    const fillAhead = (): void => {
      while (nextStep < this.stepsPerEpoch && pass.ahead.length + held < slabs) {
        const filled = this.#fill(pass, nextStep++);
        // A fault of a later batch is told when its turn comes, and not as an unhandled rejection before.
        filled.catch(() => undefined);
        pass.ahead.push(filled);
      }
    };
    this.#passes.add(pass);
    try {
      fillAhead();
      for (let step = fromStep; step < this.stepsPerEpoch; step++) {
        const next = pass.ahead.shift();
        if (next === undefined) throw allHeld(slabs);
        // The slot stays taken while it is waited for, since the consumer is about to hold it.
        held++;
        const startedMs = performance.now();
        const filled = await next;
        this.waitMs += performance.now() - startedMs;
        yield this.#batch(filled, () => {
          held--;
          if (!pass.abort.signal.aborted) fillAhead();
        });
      }
    } finally {
      this.#passes.delete(pass);
      await this.#stop(pass);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#passes].map(pass => this.#stop(pass)));
    if (this.#options.pool === undefined) await this.#pool.close();
  }

  /** Decodes a step's photos into a slab, with others in place of those that cannot be read. */
  async #fill({ epoch, order, abort }: Pass, step: number): Promise<Filled> {
    const { photos } = this.#options;
    const first = step * this.batchSize;
    const slots = Array.from(order.subarray(first, first + this.batchSize), (index, slot) => ({
      slot,
      photo: photos[index] as LabelledPhoto,
      replacements: this.#plan.replacements(epoch, first + slot),
    }));
    const slab = this.#store.take();
    let open = slots;
    while (open.length > 0) {
      for (const slot of open) {
        while (this.#unreadable.has(slot.photo.path)) {
          slot.photo = photos[slot.replacements.next().value] as LabelledPhoto;
        }
      }
      const outcomes = await this.#pool.decode(
        slab,
        open.map(({ slot, photo }) => ({
          ...this.#plan.sample(epoch, first + slot, photo.frame),
          image: photo.image,
          byteOffset: slot * this.#imageBytes,
        })),
        { sizePx: this.imageSizePx, signal: abort.signal },
      );
      abort.signal.throwIfAborted();
      for (const [index, { photo }] of open.entries()) {
        const problem = outcomes[index];
        if (problem) this.#unreadable.add(photo.path, problem);
      }
      open = open.filter((_, index) => outcomes[index] !== undefined);
    }
    return { slab, photos: slots.map(({ photo }) => photo) };
  }

  #batch({ slab, photos }: Filled, onRelease: () => void): Batch {
    let released = false;
    return {
      images: new Uint8Array(slab, 0, photos.length * this.#imageBytes),
      labels: Int32Array.from(photos, photo => photo.label),
      records: photos.map(photo => photo.path),
      size: photos.length,
      release: () => {
        if (released) return;
        released = true;
        this.#store.giveBack(slab);
        onRelease();
      },
    };
  }

  /** Stops what is being decoded; its slabs are free once this resolves. */
  async #stop({ abort, ahead }: Pass): Promise<void> {
    abort.abort(new ArcfaceError('The loader was closed while a batch was waited for.'));
    for (const outcome of await Promise.allSettled(ahead)) {
      if (outcome.status === 'fulfilled') this.#store.giveBack(outcome.value.slab);
    }
  }

  #checkStart(fromStep: number): void {
    if (this.#closed) throw new ArcfaceError('The loader is closed: create another one.');
    checkStart(fromStep, this.stepsPerEpoch);
  }
}

function allHeld(slabs: number): ArcfaceError {
  return ArcfaceError.because({
    expected: 'a batch to be released before the next one is asked for',
    received: `all ${slabs} held`,
    place: 'Loader.batches',
    next: 'Call batch.release() when a step has consumed its images, or raise `slabs`.',
  });
}

/**
 * Starts a loader. A batch is a function of (seed, epoch, step) alone, whatever the number of threads.
 *
 * A photo that cannot be decoded is replaced, in its place of the batch, by the first readable photo of those that the
 * stream (seed, 'replace', epoch, position) draws, and is listed in `problems`. When more than `maxCorruptFraction` of
 * the photos are unreadable the next batch throws a DataError that lists the first ten.
 */
export function createLoader(options: LoaderOptions): Loader {
  return new PhotoLoader(options);
}
