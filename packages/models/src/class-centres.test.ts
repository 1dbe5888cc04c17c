import { RandomStream, ShapeError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { classCentres, cosinesToCentres, normalizeRows, rowLengths } from './class-centres.js';
import { initializeParameters } from './model.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it('classCentres is one row for each class, small and not zero', () => {
  const spec = classCentres(5, 16);
  expect(spec).toMatchObject({ name: 'centres', shape: [5, 16], role: 'centre' });
  const { centres } = initializeParameters([spec], RandomStream.fromSeed(1));
  const lengths = [...tf.norm(centres as tf.Tensor, 'euclidean', 1).dataSync()];
  // √16 · 0.01, give or take.
  expect(Math.min(...lengths)).toBeGreaterThan(0.01);
  expect(Math.max(...lengths)).toBeLessThan(0.1);
});

it('normalizeRows divides each row by its length', () => {
  const rows = normalizeRows(
    tf.tensor2d([
      [3, 4],
      [-5, 0],
    ]),
  );
  expect(rows.arraySync()).toEqual([
    [expect.closeTo(3 / 5, 6), expect.closeTo(4 / 5, 6)],
    [-1, 0],
  ]);
});

describe('rowLengths', () => {
  it('are the Euclidean ones', () => {
    const lengths = rowLengths(
      tf.tensor2d([
        [3, 4],
        [-5, 12],
      ]),
    );
    expect(lengths.arraySync()).toEqual([expect.closeTo(5, 6), expect.closeTo(13, 6)]);
  });

  it('have the direction for a gradient, and none at zero', () => {
    const gradient = tf.grad(x => tf.sum(rowLengths(x as tf.Tensor2D)))(
      tf.tensor2d([
        [3, 4],
        [0, 0],
      ]),
    );
    expect([...gradient.dataSync()]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6), 0, 0]);
  });
});

describe('cosinesToCentres', () => {
  const centres = () =>
    tf.tensor2d([
      [1, 0],
      [0, 0.01],
      [-2, -2],
    ]);

  it('is x·W / (|x|·|W|)', () => {
    const cosines = cosinesToCentres(
      tf.tensor2d([
        [3, 4],
        [0, -7],
      ]),
      centres(),
    );
    expect(cosines.arraySync()).toEqual([
      [expect.closeTo(3 / 5, 6), expect.closeTo(4 / 5, 6), expect.closeTo((-3 - 4) / (5 * Math.SQRT2), 6)],
      [expect.closeTo(0, 6), expect.closeTo(-1, 6), expect.closeTo(Math.SQRT1_2, 6)],
    ]);
  });

  it('does not feel the lengths of embeddings and centres', () => {
    const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
    const direction = fc.tuple(coordinate, coordinate).filter(([x, y]) => Math.hypot(x, y) > 0.1);
    const factor = fc.double({ min: 0.01, max: 1000, noNaN: true });
    fc.assert(
      fc.property(direction, direction, factor, factor, (x, w, a, b) => {
        const cosine = (p: number[], q: number[]) =>
          tf.tidy(() => cosinesToCentres(tf.tensor2d([p]), tf.tensor2d([q])).dataSync()[0] as number);
        expect(
          cosine(
            x.map(value => a * value),
            w.map(value => b * value),
          ),
        ).toBeCloseTo(cosine(x, w), 5);
      }),
    );
  });

  it('is 0 for an embedding of all zeros, with finite gradients', () => {
    const zero = tf.zeros([1, 2]) as tf.Tensor2D;
    expect(cosinesToCentres(zero, centres()).arraySync()).toEqual([[0, 0, 0].map(value => expect.closeTo(value, 12))]); // −0 too.
    const [ofEmbeddings, ofCentres] = tf.grads((x, w) => cosinesToCentres(x as tf.Tensor2D, w as tf.Tensor2D))([
      zero,
      centres(),
    ]);
    const gradients = [...(ofEmbeddings as tf.Tensor).dataSync(), ...(ofCentres as tf.Tensor).dataSync()];
    expect(gradients.every(Number.isFinite)).toBe(true);
  });

  it('has a gradient across an embedding and none along it', () => {
    const gradient = tf.grad(x => cosinesToCentres(x as tf.Tensor2D, tf.tensor2d([[1, 0]])))(tf.tensor2d([[3, 4]]));
    // d cos θ / dx = (w − cos θ·x̂) / |x| with x̂ = (0.6, 0.8), cos θ = 0.6, |x| = 5.
    const expected = [(1 - 0.6 * 0.6) / 5, (0 - 0.6 * 0.8) / 5];
    expect([...gradient.dataSync()]).toEqual(expected.map(value => expect.closeTo(value, 6)));
  });

  it('leaves no tensor behind but its result inside a scope', () => {
    const [x, w] = [tf.ones([2, 2]) as tf.Tensor2D, centres()];
    expect(newTensors(() => tf.tidy(() => cosinesToCentres(x, w)))).toBe(0);
  });

  it('refuses embeddings of another length than the centres', () => {
    expect(() => cosinesToCentres(tf.zeros([4, 3]), centres())).toThrow(
      new ShapeError('Expected embeddings of shape [batch, 2] but received [4, 3] (cosinesToCentres).'),
    );
  });
});
