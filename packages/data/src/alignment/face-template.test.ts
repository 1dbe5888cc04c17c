import { expect, it } from 'vitest';
import { faceTemplate } from './face-template.js';

it('has the points of a 112×112 face, by the middles of pixels', () => {
  expect(faceTemplate[0].map(value => 112 * value - 0.5)).toEqual([
    expect.closeTo(38.2946, 9),
    expect.closeTo(51.6963, 9),
  ]);
});
