import fc from 'fast-check';
import { expect, it } from 'vitest';
import { boxFrame, type CropFrame, wholePhoto, within } from './crop-frame.js';

const number = fc.double({ min: -3, max: 3, noNaN: true });
const frame = fc.tuple(number, number, number, number, number, number) as fc.Arbitrary<CropFrame>;

function at([a, b, c, d, e, f]: CropFrame, u: number, v: number): [number, number] {
  return [a * u + b * v + c, d * u + e * v + f];
}

it('within is one frame after the other, and the whole photo changes nothing', () => {
  fc.assert(
    fc.property(frame, frame, number, number, (outer, inner, u, v) => {
      const [x, y] = at(outer, ...at(inner, u, v));
      expect(at(within(outer, inner), u, v)).toEqual([expect.closeTo(x, 6), expect.closeTo(y, 6)]);
      expect(within(outer, wholePhoto)).toEqual(outer.map(value => expect.closeTo(value, 12)));
    }),
  );
});

it('of a box has its corners', () => {
  const box = boxFrame({ left: 0.1, top: 0.2, width: 0.5, height: 0.7 });
  expect([at(box, 0, 0), at(box, 1, 1)].flat()).toEqual([0.1, 0.2, 0.6, 0.9].map(value => expect.closeTo(value, 12)));
});
