import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CandidateFace } from '../blazeface/candidate-faces.js';
import { inPhoto, meshCropOf, meshSidePx, projectiveTransform } from './mesh-crop.js';

const level: CandidateFace = {
  score: 1,
  centre: [100, 80],
  width: 40,
  height: 64,
  leftEye: [90, 70],
  rightEye: [110, 70],
};
const near = (point: readonly number[]) => point.map(value => expect.closeTo(value, 6));

it('is a square of one and a half times the longer side around the middle of the box', () => {
  const crop = meshCropOf(level);
  expect(inPhoto(crop, [meshSidePx / 2, meshSidePx / 2])).toEqual(near([100, 80]));
  expect(inPhoto(crop, [0, 0])).toEqual(near([100 - 48, 80 - 48]));
  expect(inPhoto(crop, [meshSidePx, meshSidePx])).toEqual(near([100 + 48, 80 + 48]));
});

it('turns with the eyes', () => {
  const upside = meshCropOf({ ...level, leftEye: [110, 70], rightEye: [90, 70] });
  expect(inPhoto(upside, [0, 0])).toEqual(near([100 + 48, 80 + 48]));
  const onItsSide = meshCropOf({ ...level, leftEye: [100, 70], rightEye: [100, 90] });
  expect(inPhoto(onItsSide, [0, 0])).toEqual(near([100 + 48, 80 - 48]));
});

it('has level eyes in the crop, whatever way the face lies', () => {
  const coordinate = fc.double({ min: 0, max: 256, noNaN: true });
  const eye = fc.tuple(coordinate, coordinate);
  fc.assert(
    fc.property(eye, eye, (leftEye, rightEye) => {
      fc.pre(Math.hypot(rightEye[0] - leftEye[0], rightEye[1] - leftEye[1]) > 1);
      const { a, b } = meshCropOf({ ...level, leftEye, rightEye });
      const [dx, dy] = [rightEye[0] - leftEye[0], rightEye[1] - leftEye[1]];
      // The way between the eyes, taken back into the crop: along u alone, and forward.
      expect(a * dy - b * dx).toBeCloseTo(0, 6);
      expect(a * dx + b * dy).toBeGreaterThan(0);
    }),
  );
});

it('gives TensorFlow the way from the crop into the photo', () => {
  const crop = meshCropOf({ ...level, leftEye: [90, 75] });
  const [t0, t1, t2, t3, t4, t5, ...perspective] = projectiveTransform(crop) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [u, v] = [31, 77];
  expect([t0 * u + t1 * v + t2, t3 * u + t4 * v + t5]).toEqual(near(inPhoto(crop, [u, v])));
  expect(perspective).toEqual([0, 0]);
});
