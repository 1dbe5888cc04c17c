import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Stepper } from './stepper.js';
import { median, takeTurns } from './take-turns.js';

/** A side that takes the given times and writes down what is asked of it. */
function side(name: string, times: number[], log: string[]): Stepper {
  return {
    step: async () => {
      log.push(name);
      return times.shift() as number;
    },
    close: async () => ({ peakRssMiB: name.length }),
    kill: () => log.push(`${name} killed`),
  };
}

it('steps one side after the other and takes the median of each', async () => {
  const log: string[] = [];
  const ours = side('us', [5, 1, 9], log);
  const theirs = side('them', [20, 40, 30], log);
  expect(
    await takeTurns(
      async () => ours,
      async () => theirs,
      3,
    ),
  ).toEqual({
    ours: { medianMs: 5, peakRssMiB: 2 },
    theirs: { medianMs: 30, peakRssMiB: 4 },
  });
  expect(log.slice(0, 6)).toEqual(['us', 'them', 'us', 'them', 'us', 'them']);
});

it('leaves no program behind when the other one does not start', async () => {
  const log: string[] = [];
  const turns = takeTurns(
    async () => side('us', [], log),
    async () => {
      throw new Error('no PyTorch');
    },
    1,
  );
  await expect(turns).rejects.toThrow('no PyTorch');
  expect(log).toEqual(['us killed']);
});

it('has as many times below the median as above it, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(fc.float({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), times => {
      const middle = median(times);
      const below = times.filter(time => time < middle).length;
      const above = times.filter(time => time > middle).length;
      expect(Math.max(below, above)).toBeLessThanOrEqual(times.length / 2);
    }),
  );
});
