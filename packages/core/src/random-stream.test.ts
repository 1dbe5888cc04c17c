import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError } from './errors.js';
import { RandomStream } from './random-stream.js';

const take = (stream: RandomStream, count: number) => Array.from({ length: count }, () => stream.uniform());

function momentsOf(values: number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}

describe('path', () => {
  it('gives the numbers it gave in every version: a change of generator changes every training', () => {
    const stream = RandomStream.fromSeed(7).split('epoch', 3, 'photo', 15);
    expect(take(stream, 3)).toEqual([0.9992151254119929, 0.41268570974232754, 0.6265484270745332]);
    expect([stream.below(100), stream.below(100)]).toEqual([7, 22]);
    // Math.log and Math.cos may differ in the last digit between versions of Node.
    expect(stream.normal()).toBeCloseTo(0.47050873847335595, 12);
    expect(RandomStream.fromSeed(7).shuffled([1, 2, 3, 4, 5, 6, 7, 8]).join('')).toBe('45132876');
  });

  it('alone decides the numbers, however it was built', () => {
    const inOneStep = RandomStream.fromSeed(7).split('epoch', 3);
    const inTwo = RandomStream.fromSeed('7').split('epoch').split('3');
    expect(take(inOneStep, 5)).toEqual(take(inTwo, 5));
  });

  it('is not confused by a name that holds the separator', () => {
    const [joined, apart] = [RandomStream.fromSeed(7).split('a/b'), RandomStream.fromSeed(7).split('a', 'b')];
    expect(joined.path).not.toBe(apart.path);
    expect(joined.uniform()).not.toBe(apart.uniform());
  });

  it('splits into streams that do not feel the draws from their parent, nor it theirs', () => {
    const parent = RandomStream.fromSeed(7);
    const before = take(parent.split('photo'), 5);
    const drawn = take(parent, 2);
    expect(take(parent.split('photo'), 5)).toEqual(before);
    expect([...drawn, ...take(parent, 2)]).toEqual(take(RandomStream.fromSeed(7), 4));
  });

  it('makes neighbouring streams independent: their first numbers are uniform and uncorrelated', () => {
    const firsts = Array.from({ length: 4000 }, (_, i) => RandomStream.fromSeed(1).split('photo', i).uniform());
    const { mean, variance } = momentsOf(firsts);
    const centred = firsts.map(value => value - mean);
    const lagged = centred.slice(1).reduce((sum, value, i) => sum + value * (centred[i] as number), 0);
    // Four standard errors of each.
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 4000));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / 4000));
    expect(Math.abs(lagged / 4000 / variance)).toBeLessThan(4 / Math.sqrt(4000));
  });
});

describe('numbers', () => {
  it('uniform lies in [0, 1)', () => {
    fc.assert(
      fc.property(fc.integer(), seed => {
        for (const value of take(RandomStream.fromSeed(seed), 20)) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1);
        }
      }),
    );
  });

  it('between lies in [low, high)', () => {
    const stream = RandomStream.fromSeed(3);
    const values = Array.from({ length: 1000 }, () => stream.between(-2, 3));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThan(3);
    expect(momentsOf(values).mean).toBeCloseTo(0.5, 0);
  });

  it('below is a whole number in [0, count)', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 40 }), (seed, count) => {
        const value = RandomStream.fromSeed(seed).below(count);
        expect(Number.isInteger(value) && value >= 0 && value < count).toBe(true);
      }),
    );
  });

  it('below reaches every number equally often', () => {
    const stream = RandomStream.fromSeed(5);
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 6000; i++) (counts[stream.below(6)] as number)++;
    // χ² with 5 degrees of freedom exceeds 20.5 once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(20.5);
  });

  it.each([0, -1, 2.5, Number.NaN])('below refuses a count of %d', count => {
    expect(() => RandomStream.fromSeed(1).below(count)).toThrow(
      new ShapeError(`Expected a whole count, 1 or more but received ${count} (RandomStream.below).`),
    );
  });

  it('chance is never true at 0, always at 1, and true as often as asked between', () => {
    const stream = RandomStream.fromSeed(2);
    const rate = (probability: number) =>
      momentsOf(Array.from({ length: 2000 }, () => Number(stream.chance(probability)))).mean;
    expect([rate(0), rate(1)]).toEqual([0, 1]);
    expect(Math.abs(rate(0.3) - 0.3)).toBeLessThan(4 * Math.sqrt((0.3 * 0.7) / 2000));
  });

  it('normal has mean 0, variance 1, and 4.55 % beyond two deviations', () => {
    const stream = RandomStream.fromSeed(11);
    const values = Array.from({ length: 20_000 }, () => stream.normal());
    const { mean, variance } = momentsOf(values);
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(20_000));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000));
    expect(values.filter(value => Math.abs(value) > 2).length / 20_000).toBeCloseTo(0.0455, 2);
  });
});

describe('items', () => {
  it('shuffled is a permutation and leaves its input alone', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.nat()), (seed, items) => {
        const input = [...items];
        const shuffled = RandomStream.fromSeed(seed).shuffled(input);
        expect(input).toEqual(items);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      }),
    );
  });

  it('shuffled reaches every order equally often', () => {
    const stream = RandomStream.fromSeed(4);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = stream.shuffled('abc').join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(1000 * (5 / 6)));
  });

  it('pick reaches every item', () => {
    const stream = RandomStream.fromSeed(6);
    const picked = new Set(Array.from({ length: 100 }, () => stream.pick(['a', 'b', 'c'])));
    expect([...picked].sort()).toEqual(['a', 'b', 'c']);
  });

  it('pick refuses an empty list', () => {
    expect(() => RandomStream.fromSeed(6).pick([])).toThrow(ShapeError);
  });
});
