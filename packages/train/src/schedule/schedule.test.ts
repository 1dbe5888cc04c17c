import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constant } from './constant.js';
import { geometric } from './geometric.js';
import { lambdaAnnealing } from './lambda-annealing.js';
import { multiStep } from './multi-step.js';
import { ramp } from './ramp.js';
import { warmupCosine } from './warmup-cosine.js';

it('constant is the same at every step', () => {
  expect([0, 7, 1e6].map(constant(0.1))).toEqual([0.1, 0.1, 0.1]);
});

describe('ramp', () => {
  it('is a line that ends at its last step', () => {
    expect([0, 1, 3, 4, 100].map(ramp({ from: 0, to: 0.5, steps: 4 }))).toEqual([0, 0.125, 0.375, 0.5, 0.5]);
  });

  it('of no steps is at its end from the start', () => {
    expect(ramp({ from: 0, to: 0.5, steps: 0 })(0)).toBe(0.5);
  });

  it('refuses half a step', () => {
    expect(() => ramp({ from: 0, to: 1, steps: 2.5 })).toThrow(
      'Expected steps to be a whole number of 0 or more but received 2.5 (ramp).',
    );
  });
});

describe('geometric', () => {
  it('is a line on a logarithmic axis that ends at its last step', () => {
    const at = geometric({ from: 1e-4, to: 10, steps: 6 });
    expect([0, 1, 2, 5, 9].map(at)).toEqual([1e-4, 1e-3, 1e-2, 10, 10].map(x => expect.closeTo(x, 12)));
  });

  it('rises by one factor from step to step', () => {
    const ends = fc.record({
      from: fc.double({ min: 1e-8, max: 1, noNaN: true }),
      factor: fc.double({ min: 1.01, max: 1e6, noNaN: true }),
      steps: fc.integer({ min: 3, max: 500 }),
    });
    fc.assert(
      fc.property(ends, ({ from, factor, steps }) => {
        const at = geometric({ from, to: from * factor, steps });
        for (const step of [1, Math.floor(steps / 2), steps - 2])
          expect(at(step + 1) / at(step)).toBeCloseTo(at(1) / at(0), 6);
      }),
    );
  });

  it.each([
    [0, 1],
    [1, 1],
    [2, 1],
    [1, Number.POSITIVE_INFINITY],
  ])('refuses to go from %d to %d', (from, to) => {
    expect(() => geometric({ from, to, steps: 9 })).toThrow('values above 0 of which the first is smaller');
  });
});

describe('warmupCosine', () => {
  const options = { warmupSteps: 4, totalSteps: 24, base: 0.2, final: 0.01 };

  it('warms up in even steps, none of them 0', () => {
    expect([0, 1, 2, 3].map(warmupCosine(options))).toEqual([0.05, 0.1, 0.15, 0.2].map(x => expect.closeTo(x, 12)));
  });

  it('goes down half a cosine to the final value', () => {
    const at = warmupCosine(options);
    expect(at(4)).toBeCloseTo(0.2, 12);
    expect(at(9)).toBeCloseTo(0.01 + (0.19 * (1 + Math.cos(Math.PI / 4))) / 2, 12);
    expect(at(14)).toBeCloseTo((0.2 + 0.01) / 2, 12);
    expect([at(24), at(1000)]).toEqual([expect.closeTo(0.01, 12), expect.closeTo(0.01, 12)]);
  });

  it('never rises after the warm-up and stays between its ends', () => {
    const steps = fc.record({ warmupSteps: fc.nat(50), rest: fc.integer({ min: 1, max: 200 }), step: fc.nat(300) });
    fc.assert(
      fc.property(steps, ({ warmupSteps, rest, step }) => {
        const at = warmupCosine({ warmupSteps, totalSteps: warmupSteps + rest, base: 1, final: 0.1 });
        const later = warmupSteps + step;
        expect(at(later + 1)).toBeLessThanOrEqual(at(later));
        expect(at(later)).toBeGreaterThanOrEqual(0.1 - 1e-12);
        expect(at(step)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('refuses a warm-up that leaves nothing', () => {
    expect(() => warmupCosine({ ...options, totalSteps: 4 })).toThrow(
      'Expected totalSteps to be a whole number of 5 or more but received 4 (warmupCosine).',
    );
  });
});

describe('multiStep', () => {
  it('multiplies by the factor from each milestone on', () => {
    const at = multiStep({ base: 0.1, milestones: [20, 28], factor: 0.1 });
    expect([0, 19, 20, 27, 28, 99].map(at)).toEqual(
      [0.1, 0.1, 0.01, 0.01, 0.001, 0.001].map(value => expect.closeTo(value, 12)),
    );
  });

  it('warms up where it is asked to', () => {
    expect([0, 1, 2].map(multiStep({ base: 0.1, milestones: [20], factor: 0.1, warmupSteps: 2 }))).toEqual([
      0.05, 0.1, 0.1,
    ]);
  });

  it('refuses milestones out of order', () => {
    expect(() => multiStep({ base: 0.1, milestones: [28, 20], factor: 0.1 })).toThrow(
      'Expected milestones in ascending order but received 20 after 28 (multiStep).',
    );
  });
});

describe('lambdaAnnealing', () => {
  const options = { start: 1000, decay: 0.12, power: 1, end: 5 };

  it('is 1 / (1 + λ), with λ falling from its start to its end', () => {
    const expected = [1 / 1001, 1 / (1 + 1000 / 13), 1 / 6, 1 / 6];
    expect([0, 100, 1659, 1e6].map(lambdaAnnealing(options))).toEqual(expected.map(x => expect.closeTo(x, 12)));
    expect(lambdaAnnealing(options)(1657)).toBeLessThan(1 / 6);
  });

  it('falls faster with a power', () => {
    expect(lambdaAnnealing({ ...options, power: 2 })(100)).toBeCloseTo(1 / (1 + 1000 / 13 ** 2), 12);
  });
});
