import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ArcfaceError, asError } from '@arcface-ts/core';
import { type Remote, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { type DecodeReply, type DecodeRequest, type DecodeService, progressCells } from './decode-task.js';

/** A request that a thread was given and has not answered. */
export interface HeldRequest {
  readonly request: DecodeRequest;
  onReply(reply: DecodeReply): void;
  onError(error: Error): void;
  /** The thread is no more; `begun` when this request was the one that it was working on. */
  onDeath(death: ThreadDeath, begun: boolean): void;
}

/** Why a thread is no more. */
export interface ThreadDeath {
  readonly code: 'THREAD_DIED' | 'TIMEOUT';
  readonly message: string;
}

/** Loading sharp takes a fraction of a second; a machine under load may need many. */
const startTimeoutMs = 60_000;

/** The built program, seen from src/ as well as from dist/. */
const workerFile = new URL('../../dist/decoding/decode-worker.js', import.meta.url);

/**
 * One decoding thread, watched. comlink never settles a call whose thread ended, so the thread's own events, and a
 * counter in shared memory for a decode that hangs, tell when it is no more. Then `onDeath` is called, and after it the
 * `onDeath` of each request that it held, oldest first.
 */
export class DecodeThread {
  readonly worker: Worker;
  readonly #remote: Remote<DecodeService>;
  readonly #progress = new Int32Array(new SharedArrayBuffer(4 * progressCells.count));
  readonly #timeoutMs: number;
  readonly #onDeath: (death: ThreadDeath) => void;
  readonly #watch: NodeJS.Timeout;
  #held: HeldRequest[] = [];
  #seen = { images: 0, atMs: performance.now() };
  #alive = true;
  #lastError = '';

  constructor(options: { timeoutMs: number; heapMiB: number; onDeath: (death: ThreadDeath) => void }) {
    if (!existsSync(workerFile)) {
      throw ArcfaceError.because({
        expected: 'the built program of the decoding threads',
        received: 'no such file',
        place: fileURLToPath(workerFile),
        next: 'Build it: npx tsc -b packages/data.',
      });
    }
    this.#timeoutMs = options.timeoutMs;
    this.#onDeath = options.onDeath;
    // Without the flags of this process: what a test runner loads into itself has no place in a decoding thread.
    this.worker = new Worker(workerFile, {
      workerData: { progress: this.#progress.buffer },
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: options.heapMiB },
    });
    this.worker.on('error', error => {
      this.#lastError = asError(error).message;
    });
    this.worker.on('exit', code => this.#end('THREAD_DIED', this.#lastError || `it ended with exit code ${code}`));
    // A program that forgets to close its pool still ends: only a thread that holds a request keeps it alive.
    this.worker.unref();
    this.#remote = wrap<DecodeService>(nodeEndpoint(this.worker));
    this.#watch = setInterval(() => this.#lookForHang(), Math.max(10, options.timeoutMs / 4)).unref();
  }

  /** Number of photos that it was asked for and has not answered. */
  get load(): number {
    return this.#held.reduce((sum, { request }) => sum + request.tasks.length, 0);
  }

  give(held: HeldRequest): void {
    if (this.#held.length === 0) {
      this.worker.ref();
      this.#noteProgress();
    }
    this.#held.push(held);
    this.#remote.decode(held.request).then(
      reply => {
        if (this.#release(held)) held.onReply(reply);
      },
      error => {
        if (this.#release(held)) held.onError(asError(error));
      },
    );
  }

  /** Ends the thread without a word to `onDeath`; resolves when it is gone. */
  async close(): Promise<void> {
    this.#alive = false;
    clearInterval(this.#watch);
    await this.worker.terminate();
  }

  /** False for a reply that came too late: its request was given away when the thread was counted as dead. */
  #release(held: HeldRequest): boolean {
    if (!this.#alive) return false;
    this.#held = this.#held.filter(other => other !== held);
    if (this.#held.length === 0) this.worker.unref();
    return true;
  }

  #noteProgress(): void {
    this.#seen = { images: Atomics.load(this.#progress, progressCells.imagesFinished), atMs: performance.now() };
  }

  #lookForHang(): void {
    if (this.#held.length === 0) return;
    if (Atomics.load(this.#progress, progressCells.imagesFinished) !== this.#seen.images) {
      this.#noteProgress();
      return;
    }
    const ready = Atomics.load(this.#progress, progressCells.ready) === 1;
    const limitMs = ready ? this.#timeoutMs : Math.max(startTimeoutMs, this.#timeoutMs);
    if (performance.now() - this.#seen.atMs < limitMs) return;
    this.#end('TIMEOUT', ready ? `one photo took more than ${limitMs} ms` : `it did not start within ${limitMs} ms`);
    void this.worker.terminate();
  }

  #end(code: ThreadDeath['code'], message: string): void {
    if (!this.#alive) return;
    this.#alive = false;
    clearInterval(this.#watch);
    const held = this.#held;
    this.#held = [];
    this.#onDeath({ code, message });
    const ready = Atomics.load(this.#progress, progressCells.ready) === 1;
    // Requests are served in order, and every reply that was sent has arrived: the oldest is the one it was working on,
    // unless the thread never came so far.
    held.forEach((request, index) => {
      request.onDeath({ code, message }, ready && index === 0);
    });
  }
}
