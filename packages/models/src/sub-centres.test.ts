import { ShapeError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { cosinesToCentres } from './class-centres.js';
import { cosinesToSubCentres, subCentreHead } from './sub-centres.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** Two classes of three centres. */
const centres = () =>
  tf.tensor3d([
    [
      [1, 0],
      [0, 2],
      [-1, -1],
    ],
    [
      [-3, 0],
      [0, -1],
      [1, 1],
    ],
  ]);

it('is the cosine to the nearest centre of each class', () => {
  const cosines = cosinesToSubCentres(
    tf.tensor2d([
      [3, 4],
      [-5, 0],
    ]),
    centres(),
  );
  const expected = [
    [4 / 5, 7 / (5 * Math.SQRT2)],
    [Math.SQRT1_2, 1],
  ];
  expect(cosines.arraySync()).toEqual(expected.map(row => row.map(value => expect.closeTo(value, 6))));
});

it('with one centre a class is the cosine to it', () => {
  const [x, one] = [tf.tensor2d([[3, 4]]), tf.slice(centres(), [0, 1, 0], [2, 1, 2])];
  expect(cosinesToSubCentres(x, one).arraySync()).toEqual(cosinesToCentres(x, tf.reshape(one, [2, 2])).arraySync());
});

it('moves the nearest centre of a class alone', () => {
  const gradient = tf.grad(w => tf.sum(cosinesToSubCentres(tf.tensor2d([[3, 4]]), w as tf.Tensor3D)))(centres());
  const moved = (gradient.arraySync() as number[][][]).map(ofClass =>
    ofClass.map(row => row.some(value => value !== 0)),
  );
  expect(moved).toEqual([
    [false, true, false],
    [false, false, true],
  ]);
});

it('holds its centres as one array, so that weight decay and checkpoints know it', () => {
  expect(subCentreHead(5, 16, 3).parameters).toMatchObject([{ name: 'centres', shape: [5, 3, 16], role: 'centre' }]);
});

it('refuses embeddings of another length than the centres', () => {
  expect(() => cosinesToSubCentres(tf.zeros([4, 3]), centres())).toThrow(
    new ShapeError('Expected embeddings of shape [batch, 2] but received [4, 3] (cosinesToSubCentres).'),
  );
});
