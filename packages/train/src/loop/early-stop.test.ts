import { describe, expect, it } from 'vitest';
import { type EarlyStopOptions, earlyStop, earlyStopStateSchema } from './early-stop.js';

/** What a stop says of each value in turn. */
function watch(options: EarlyStopOptions, values: number[]) {
  const { init, update } = earlyStop(options);
  let state = init();
  return values.map(value => {
    const said = update(state, value);
    state = said.state;
    return said;
  });
}
const improvements = (options: EarlyStopOptions, values: number[]) => watch(options, values).map(said => said.improved);
const stops = (options: EarlyStopOptions, values: number[]) => watch(options, values).map(said => said.stop);

it('stops after `patience` values without improvement', () => {
  expect(stops({ patience: 2, mode: 'max' }, [0.8, 0.7, 0.79])).toEqual([false, false, true]);
});

it('counts from anew after an improvement', () => {
  expect(stops({ patience: 2, mode: 'max' }, [0.8, 0.7, 0.9, 0.7, 0.7])).toEqual([false, false, false, false, true]);
});

it('takes the lower value for the better one in mode min', () => {
  expect(improvements({ patience: 9, mode: 'min' }, [3, 2, 2.5, 1])).toEqual([true, true, false, true]);
});

it('wants more than minDelta over the best, not over the last', () => {
  const options = { patience: 9, mode: 'max', minDelta: 0.25 } as const;
  expect(improvements(options, [1, 1.25, 1.5, 1.75])).toEqual([true, false, true, false]);
});

it('takes an equal value for no improvement', () => {
  expect(improvements({ patience: 9, mode: 'min' }, [1, 1])).toEqual([true, false]);
});

it('goes on from a state that went through JSON', () => {
  const { init, update } = earlyStop({ patience: 2, mode: 'max' });
  const { state } = update(update(init(), 0.8).state, 0.7);
  const restored = earlyStopStateSchema.parse(JSON.parse(JSON.stringify(state)));
  expect(update(restored, 0.7)).toEqual(update(state, 0.7));
  expect(update(restored, 0.7).stop).toBe(true);
});

describe('refuses', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('to watch %d', value => {
    expect(() => watch({ patience: 2, mode: 'max' }, [value])).toThrow(
      `Expected a finite value to watch but received ${value} (earlyStop).`,
    );
  });

  it('a patience that stops at once', () => {
    expect(() => earlyStop({ patience: 0, mode: 'max' })).toThrow(
      'Expected a patience of 1 or more and a minDelta of 0 or more but received patience 0, minDelta 0 (earlyStop).',
    );
  });
});
