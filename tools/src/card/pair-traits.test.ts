import { expect, it } from 'vitest';
import { pairTraits } from './pair-traits.js';

const pose = { yawDeg: -25, rollDeg: 3, eyeDistancePx: 40 };
const photos = [
  { brightness: 100, sharpness: 900, pose },
  { brightness: 160, sharpness: 50, pose: { yawDeg: 12, rollDeg: -7, eyeDistancePx: 44 } },
  { brightness: 90, sharpness: 400, pose: undefined },
];
const pair = { same: false, fold: 0, firstIdentity: 0, secondIdentity: 1 };

it('takes the worse photo of a pair, or how unlike both are', () => {
  const traits = pairTraits(photos, [{ ...pair, first: 0, second: 1 }]);
  expect(traits.map(({ values }) => values[0])).toEqual([25, 37, 7, 40, 50, 60]);
});

it('knows no pose where no face was found, but the light', () => {
  const traits = pairTraits(photos, [{ ...pair, first: 2, second: 0 }]);
  expect(traits.map(({ values }) => values[0])).toEqual([NaN, NaN, NaN, NaN, 400, 10]);
});
