import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { crossEntropyOfEach, softmaxCrossEntropy } from './softmax-cross-entropy.js';
import { derivative, gradientOf } from './testing/derivative.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** The loss in plain numbers, from its definition. */
function byDefinition(logits: number[][], labels: number[], smoothing = 0): number {
  const ofRow = (row: number[], label: number) => {
    const total = row.reduce((sum, z) => sum + Math.exp(z), 0);
    return -row.reduce((sum, z, i) => {
      const wanted = (i === label ? 1 - smoothing : 0) + smoothing / row.length;
      return sum + wanted * Math.log(Math.exp(z) / total);
    }, 0);
  };
  return logits.reduce((sum, row, i) => sum + ofRow(row, labels[i] as number), 0) / logits.length;
}

const rows = [
  [1, 2, 0.5],
  [-1, 0.3, 2],
];
const classes = [1, 0];
const labels = () => tf.tensor1d(classes, 'int32');

it('is −log of the softmax of the target, averaged over the batch', () => {
  const first = -Math.log(Math.exp(2) / (Math.exp(1) + Math.exp(2) + Math.exp(0.5)));
  const second = -Math.log(Math.exp(-1) / (Math.exp(-1) + Math.exp(0.3) + Math.exp(2)));
  expect(softmaxCrossEntropy(tf.tensor2d(rows), labels()).dataSync()[0]).toBeCloseTo((first + second) / 2, 5);
  expect(Array.from(crossEntropyOfEach(tf.tensor2d(rows), labels()).dataSync())).toEqual([
    expect.closeTo(first, 5),
    expect.closeTo(second, 5),
  ]);
});

it('spreads the smoothing over all classes', () => {
  const loss = softmaxCrossEntropy(tf.tensor2d(rows), labels(), { labelSmoothing: 0.1 });
  expect(loss.dataSync()[0]).toBeCloseTo(byDefinition(rows, classes, 0.1), 5);
});

it.each([0, 0.2])('has the gradient of finite differences with label smoothing %d', labelSmoothing => {
  const gradient = gradientOf(x => softmaxCrossEntropy(x, labels(), { labelSmoothing }), rows, 3);
  const expected = rows.map((row, i) =>
    row.map((logit, j) => {
      const loss = (z: number) =>
        byDefinition(
          rows.map((r, k) => (k === i ? r.with(j, z) : r)),
          classes,
          labelSmoothing,
        );
      return expect.closeTo(3 * derivative(loss, logit), 5);
    }),
  );
  expect(gradient).toEqual(expected);
});

it('is exact where the exponentials of the logits overflow or vanish', () => {
  const logits = tf.tensor2d([
    [500, 100],
    [-500, -100],
  ]);
  expect(Array.from(crossEntropyOfEach(logits, tf.tensor1d([1, 1], 'int32')).dataSync())).toEqual([400, 0]);
  const gradient = gradientOf(x => softmaxCrossEntropy(x, tf.tensor1d([1, 1], 'int32')), logits.arraySync());
  expect(gradient).toEqual([
    [0.5, -0.5],
    [0, 0],
  ]);
});

it('does not change when a constant is added to all logits', () => {
  const logit = fc.float({ min: -20, max: 20, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(logit, { minLength: 2, maxLength: 6 }),
      fc.float({ min: -50, max: 50, noNaN: true }),
      (row, shift) => {
        const [plain, shifted] = [row, row.map(z => z + shift)].map(values =>
          tf.tidy(() => softmaxCrossEntropy(tf.tensor2d([values]), tf.tensor1d([1], 'int32')).dataSync()[0]),
        );
        expect(shifted).toBeCloseTo(plain as number, 3);
      },
    ),
  );
});

it('refuses one-hot labels', () => {
  const oneHot = tf.oneHot(labels(), 3) as unknown as tf.Tensor1D;
  expect(() => softmaxCrossEntropy(tf.tensor2d(rows), oneHot)).toThrow(
    'Expected labels of shape [2] but received [2, 3] (softmaxCrossEntropy). Pass one class number for each row, not one-hot rows.',
  );
});

it('refuses a smoothing that leaves the target nothing', () => {
  expect(() => softmaxCrossEntropy(tf.tensor2d(rows), labels(), { labelSmoothing: 1 })).toThrow(
    'Expected labelSmoothing in [0, 1) but received 1 (softmaxCrossEntropy).',
  );
});

it('leaves no tensor behind, with or without gradient', () => {
  const [logits, wanted] = [tf.tensor2d(rows), labels()];
  expect(newTensors(() => softmaxCrossEntropy(logits, wanted))).toBe(0);
  expect(newTensors(() => tf.grad(x => softmaxCrossEntropy(x as tf.Tensor2D, wanted))(logits))).toBe(0);
});
