import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { ShapeError } from './errors.js';

type Generator = ReturnType<typeof xoroshiro128plusFromState>;

/**
 * A seeded stream of random numbers that can be split by name.
 *
 * A stream is known by its path alone: `RandomStream.fromSeed(7).split('epoch', 3, 'photo', 15)` gives the same numbers
 * in every process and thread, however many numbers were drawn elsewhere. So nothing that is random has to be saved in a
 * checkpoint: the path (seed, epoch, position) says it all. Splitting draws nothing from the parent.
 */
export class RandomStream {
  readonly path: string;
  #generator: Generator | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  static fromSeed(seed: number | string): RandomStream {
    return new RandomStream(String(seed));
  }

  /** An independent stream for a part of the work. */
  split(...names: (string | number)[]): RandomStream {
    return new RandomStream([this.path, ...names.map(name => encodeURIComponent(name))].join('/'));
  }

  /** A number in [0, 1). */
  uniform(): number {
    return uniformFloat64(this.#numbers());
  }

  /** A number in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  /** A whole number in [0, count). Throws a ShapeError unless count is a whole number, 1 or more. */
  below(count: number): number {
    // The generator would give NaN for 0 and never come back from a fraction.
    if (!Number.isSafeInteger(count) || count < 1) {
      throw ShapeError.because({
        expected: 'a whole count, 1 or more',
        received: String(count),
        place: 'RandomStream.below',
      });
    }
    return uniformInt(this.#numbers(), 0, count - 1);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** A number of the normal distribution with mean 0 and deviation 1 (Box–Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** One of the items. Throws a ShapeError when there is none. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }

  /** A new array with the items in random order (Fisher–Yates). */
  shuffled<Item>(items: Iterable<Item>): Item[] {
    const order = [...items];
    for (let last = order.length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      [order[last], order[other]] = [order[other] as Item, order[last] as Item];
    }
    return order;
  }

  #numbers(): Generator {
    this.#generator ??= generatorOf(this.path);
    return this.#generator;
  }
}

function generatorOf(path: string): Generator {
  const digest = createHash('sha256').update(path).digest();
  // The state must not be all zero, which SHA-256 does not give for any path anyone will ever meet.
  return xoroshiro128plusFromState([0, 4, 8, 12].map(offset => digest.readInt32LE(offset)));
}
