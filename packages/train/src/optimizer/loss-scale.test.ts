import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dynamicLossScale, type LossScaleOptions, lossScaleStateSchema } from './loss-scale.js';

/** The scale before each step, and after the last. */
function scales(options: LossScaleOptions, taken: readonly boolean[]): number[] {
  const { init, update } = dynamicLossScale(options);
  const states = [init()];
  for (const step of taken) states.push(update(states.at(-1) as ReturnType<typeof init>, step));
  return states.map(({ scale }) => scale);
}

it('starts where PyTorch starts', () => {
  expect(dynamicLossScale().init()).toEqual({ scale: 65_536, stepsTaken: 0 });
});

it('halves when a step was not taken', () => {
  expect(scales({ initial: 8 }, [false, false])).toEqual([8, 4, 2]);
});

it('doubles after enough steps in a row, and counts from anew then', () => {
  expect(scales({ initial: 8, growthInterval: 2 }, [true, true, true, true])).toEqual([8, 8, 16, 16, 32]);
});

it('counts from anew after a step that was not taken', () => {
  expect(scales({ initial: 8, growthInterval: 2 }, [true, false, true, true])).toEqual([8, 8, 4, 4, 8]);
});

it('stays a power of two, 1 or more, whatever happens', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 200 }), fc.integer({ min: 1, max: 3 }), (taken, growthInterval) => {
      for (const scale of scales({ growthInterval }, taken)) {
        expect(Number.isInteger(Math.log2(scale))).toBe(true);
        expect(scale).toBeGreaterThanOrEqual(1);
      }
    }),
  );
});

it('goes on from a state that went through JSON', () => {
  const { init, update } = dynamicLossScale({ growthInterval: 2 });
  const state = update(init(), true);
  const restored = lossScaleStateSchema.parse(JSON.parse(JSON.stringify(state)));
  expect(update(restored, true)).toEqual({ scale: 131_072, stepsTaken: 0 });
});

it.each([{ initial: 0 }, { initial: 3 }, { initial: Number.NaN }, { growthInterval: 0 }, { growthInterval: 1.5 }])(
  'refuses %o',
  options => {
    expect(() => dynamicLossScale(options)).toThrow(
      'Expected an initial scale that is a power of two, and a growthInterval of 1 or more',
    );
  },
);
