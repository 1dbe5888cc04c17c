import { DataError } from '@arcface-ts/core';
import type { DecodeProblem } from '../decoding/decode-task.js';
import { listProblems } from '../sets/list-problems.js';

/** A photo that could not be decoded, and why. */
export interface PhotoProblem extends DecodeProblem {
  /** As the manifest names it. */
  readonly path: string;
}

/** Remembers the photos that cannot be decoded, and says when they are too many to train without them. */
export class UnreadablePhotos {
  readonly #problems = new Map<string, PhotoProblem>();
  readonly #limit: number;
  readonly #total: number;

  /** @param maxFraction of `total`, the number of photos; 0 makes the first one an error */
  constructor(total: number, maxFraction: number) {
    this.#total = total;
    this.#limit = Math.floor(total * maxFraction);
  }

  get problems(): readonly PhotoProblem[] {
    return [...this.#problems.values()];
  }

  has(path: string): boolean {
    return this.#problems.has(path);
  }

  /** Throws a DataError that lists the first ten when there are more than the limit. */
  add(path: string, problem: DecodeProblem): void {
    this.#problems.set(path, { ...problem, path });
    if (this.#problems.size <= this.#limit) return;
    throw DataError.because({
      expected: `photos that can be decoded, all but ${this.#limit} of ${this.#total}`,
      received: listProblems(this.problems.map(({ path, code, message }) => `${path}: ${code}, ${message}`)),
      place: 'loader',
      next: 'Fetch these photos again, take them away, or raise maxCorruptFraction.',
    });
  }
}
