import { availableParallelism } from 'node:os';
import { ArcfaceError, ShapeError } from '@arcface-ts/core';
import type { DecodeProblem, DecodeReply, DecodeTask } from './decode-task.js';
import { DecodeThread, type ThreadDeath } from './decode-thread.js';

/** Deaths of threads without one answer between them, after which the pool gives up. */
const maxDeathsInARow = 10;

/** Photos that are decoded in one slab, for one caller. */
interface Job {
  readonly slab: SharedArrayBuffer;
  readonly sizePx: number;
  readonly cancelled: SharedArrayBuffer;
  readonly outcomes: DecodeReply;
  left: number;
  resolve(outcomes: DecodeReply): void;
  reject(error: Error): void;
}

/** A part of a job that goes to one thread. */
interface Share {
  readonly job: Job;
  /** Index of its first task in the job. */
  readonly start: number;
  readonly tasks: readonly DecodeTask[];
  /** Threads that ended while they worked on it. */
  readonly deaths: number;
}

/** sharp works on libuv's own threads, which all workers share: four, unless the environment says otherwise at the start. */
export function defaultDecodeThreads(environment: NodeJS.ProcessEnv = process.env): number {
  const libuvThreads = Number(environment['UV_THREADPOOL_SIZE']) || 4;
  return Math.max(1, Math.min(availableParallelism(), libuvThreads));
}

/**
 * Threads that decode photos into shared memory.
 *
 * A thread that dies, runs out of its heap, or hangs on one photo for longer than `timeoutMs`, is replaced; what it held is decoded
 * again, the share it was working on photo by photo, so that a photo that kills its thread twice is named and its neighbours are
 * not lost. After ten deaths without an answer between them every call fails, with the last cause.
 */
export class DecodePool {
  readonly #timeoutMs: number;
  readonly #heapMiB: number;
  readonly #threads: DecodeThread[] = [];
  readonly #jobs = new Set<Job>();
  #deathsInARow = 0;
  #failure: Error | undefined;

  /** @param options.heapMiB what a thread's objects may take; pixels do not count. A thread that takes more ends, and not the process. */
  constructor(options: { threads?: number; timeoutMs?: number; heapMiB?: number } = {}) {
    const { threads = defaultDecodeThreads(), timeoutMs = 30_000, heapMiB = 256 } = options;
    if (!Number.isInteger(threads) || threads < 1) {
      throw ShapeError.because({
        expected: 'one decoding thread or more',
        received: `${threads}`,
        place: 'DecodePool',
        next: 'Leave the number out for as many as the machine has cores.',
      });
    }
    this.#timeoutMs = timeoutMs;
    this.#heapMiB = heapMiB;
    for (let index = 0; index < threads; index++) this.#threads.push(this.#startThread());
  }

  /** The threads of now: for a count, and for tests that end one. */
  get threads(): readonly DecodeThread[] {
    return this.#threads;
  }

  /**
   * Writes [sizePx, sizePx, 3] RGB for each task at its offset of the slab, and returns one entry a task: undefined, or
   * the problem of that photo. Aborting the signal makes it return soon, with CANCELLED for what was not decoded.
   * Throws a ShapeError for a task that reaches beyond the slab, and an ArcfaceError when no thread stays alive.
   */
  async decode(
    slab: SharedArrayBuffer,
    tasks: readonly DecodeTask[],
    options: { sizePx: number; signal?: AbortSignal },
  ): Promise<DecodeReply> {
    if (this.#failure) throw this.#failure;
    if (tasks.length === 0) return [];
    checkOffsets(slab, tasks, options.sizePx);
    const cancelled = new SharedArrayBuffer(4);
    const cancel = (): void => void Atomics.store(new Int32Array(cancelled), 0, 1);
    if (options.signal?.aborted) cancel();
    options.signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await new Promise<DecodeReply>((resolve, reject) => {
        const outcomes = new Array<DecodeProblem | undefined>(tasks.length);
        const job: Job = { slab, sizePx: options.sizePx, cancelled, outcomes, left: tasks.length, resolve, reject };
        this.#jobs.add(job);
        // Everything is sent at once: while the main thread computes, no thread waits for it.
        for (const share of this.#shares(job, tasks)) this.#give(share);
      });
    } finally {
      options.signal?.removeEventListener('abort', cancel);
    }
  }

  /** Ends the threads; calls that are under way fail. */
  async close(): Promise<void> {
    this.#fail(new ArcfaceError('The decoding pool was closed while it was in use.'));
    await Promise.all(this.#threads.map(thread => thread.close()));
  }

  #startThread(): DecodeThread {
    const thread: DecodeThread = new DecodeThread({
      timeoutMs: this.#timeoutMs,
      heapMiB: this.#heapMiB,
      onDeath: death => this.#replace(thread, death),
    });
    return thread;
  }

  #replace(thread: DecodeThread, death: ThreadDeath): void {
    this.#threads.splice(this.#threads.indexOf(thread), 1);
    this.#deathsInARow++;
    if (this.#deathsInARow < maxDeathsInARow) {
      this.#threads.push(this.#startThread());
      return;
    }
    this.#fail(
      ArcfaceError.because({
        expected: 'decoding threads that stay alive',
        received: `${maxDeathsInARow} that ended in a row, the last because ${death.message}`,
        place: 'DecodePool',
        next: 'Look at the memory that is left, and decode one photo of the set alone.',
      }),
    );
  }

  #shares(job: Job, tasks: readonly DecodeTask[]): Share[] {
    const size = Math.ceil(tasks.length / this.#threads.length);
    const shares: Share[] = [];
    for (let start = 0; start < tasks.length; start += size) {
      shares.push({ job, start, tasks: tasks.slice(start, start + size), deaths: 0 });
    }
    return shares;
  }

  #give(share: Share): void {
    const { job, tasks } = share;
    if (this.#failure) return;
    const thread = this.#threads.reduce((least, other) => (other.load < least.load ? other : least));
    thread.give({
      request: { slab: job.slab, sizePx: job.sizePx, cancelled: job.cancelled, tasks },
      onReply: reply => {
        this.#deathsInARow = 0;
        this.#finish(share, reply);
      },
      onError: error => {
        this.#jobs.delete(job);
        job.reject(error);
      },
      onDeath: (death, begun) => this.#giveAgain(begun ? { ...share, deaths: share.deaths + 1 } : share, death),
    });
  }

  #giveAgain(share: Share, death: ThreadDeath): void {
    if (share.deaths === 0) this.#give(share);
    else if (share.deaths > 1) this.#finish(share, [{ code: death.code, message: `twice, ${death.message}` }]);
    else {
      share.tasks.forEach((task, index) => {
        this.#give({ ...share, start: share.start + index, tasks: [task] });
      });
    }
  }

  #finish(share: Share, reply: DecodeReply): void {
    const { job } = share;
    reply.forEach((outcome, index) => {
      job.outcomes[share.start + index] = outcome;
    });
    job.left -= reply.length;
    if (job.left > 0) return;
    this.#jobs.delete(job);
    job.resolve(job.outcomes);
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const job of this.#jobs) job.reject(error);
    this.#jobs.clear();
  }
}

function checkOffsets(slab: SharedArrayBuffer, tasks: readonly DecodeTask[], sizePx: number): void {
  const last = slab.byteLength - sizePx * sizePx * 3;
  const beyond = tasks.find(({ byteOffset }) => !(byteOffset >= 0 && byteOffset <= last));
  if (!beyond) return;
  throw ShapeError.because({
    expected: `an offset from 0 to ${last} in a slab of ${slab.byteLength} bytes`,
    received: `${beyond.byteOffset}`,
    place: 'DecodePool.decode',
    next: `Give each photo ${sizePx * sizePx * 3} bytes of the slab.`,
  });
}
