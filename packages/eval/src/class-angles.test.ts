import { expect, it } from 'vitest';
import { classAngles } from './class-angles.js';

/** Two numbers an embedding: direction in degrees, length. */
const embeddingsAt = (...polar: [degrees: number, length: number][]) => ({
  data: Float32Array.from(
    polar.flatMap(([degrees, length]) => {
      const angle = (degrees * Math.PI) / 180;
      return [length * Math.cos(angle), length * Math.sin(angle)];
    }),
  ),
  count: polar.length,
  dimension: 2,
});

it('measures each embedding against the mean direction of its class, whatever its length', () => {
  const embeddings = embeddingsAt([10, 1], [20, 500], [100, 2], [100, 3]);
  // Both of the first class are 5° from 15°, those of the second in their mean.
  expect(classAngles(embeddings, [0, 0, 1, 1])).toEqual({
    withinClassAngleDeg: expect.closeTo((5 + 5 + 0 + 0) / 4, 4),
    minBetweenCentreAngleDeg: expect.closeTo(100 - 15, 4),
  });
});

it('takes the smallest angle of all pairs of classes, across 0° too', () => {
  const embeddings = embeddingsAt([350, 1], [90, 1], [12, 1]);
  expect(classAngles(embeddings, [7, 2, 5]).minBetweenCentreAngleDeg).toBeCloseTo(22, 4);
});

it('is exact for angles whose cosine rounds to 1', () => {
  const embeddings = embeddingsAt([30, 1], [30.001, 1]);
  expect(classAngles(embeddings, [0, 1]).minBetweenCentreAngleDeg).toBeCloseTo(0.001, 5);
});

it.each([
  [[0, 1], 'Expected labels of shape [3], one for each embedding but received [2] (classAngles).'],
  [[4, 4, 4], 'Expected embeddings of two classes or more but received 1 (classAngles).'],
])('refuses the labels %j of three embeddings', (labels, message) => {
  expect(() => classAngles(embeddingsAt([0, 1], [1, 1], [2, 1]), labels)).toThrow(message);
});

it('names an embedding that has no direction', () => {
  expect(() => classAngles(embeddingsAt([0, 1], [9, 0]), [0, 1])).toThrow(
    'Expected a length above zero in embedding 1',
  );
});
