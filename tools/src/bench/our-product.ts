import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { answerTurns } from './answer-turns.js';

/*
 * usage: our-product.js SIDE REPEATS — times REPEATS products of two [SIDE, SIDE] float32 matrices in TensorFlow, turn by turn,
 * as bench/pytorch/product.py does in PyTorch.
 */
const [side, repeats] = process.argv.slice(2).map(Number) as [number, number];

startTensorflow({ device: 'cpu' });
const stream = RandomStream.fromSeed(1);
const matrix = () =>
  tf.tensor2d(
    Float32Array.from({ length: side * side }, () => stream.normal()),
    [side, side],
  );
const left = matrix();
const right = matrix();

await answerTurns(async () => {
  const corners: tf.Tensor[] = [];
  for (let i = 0; i < repeats; i++) corners.push(tf.tidy(() => tf.slice(tf.matMul(left, right), [0, 0], [1, 1])));
  // Read, so that no product can still be running when the time is taken.
  const read = tf.concat(corners);
  await read.data();
  tf.dispose([corners, read]);
});
