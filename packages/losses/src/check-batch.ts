import { checkShape, ShapeError } from '@arcface-ts/core';
import type * as tf from '@tensorflow/tfjs-core';

/** A matrix by the name under which messages speak of it, and what to pass when its shape is wrong. */
export interface NamedMatrix {
  readonly name: string;
  readonly value: tf.Tensor2D;
  readonly next: string;
}

/** The cosine head's output as an input of a margin. */
export function cosines(value: tf.Tensor2D): NamedMatrix {
  return { name: 'cosine', value, next: "Pass the cosine head's output, not embeddings." };
}

/**
 * Checks that a matrix is [batch, classes] and the labels int32 [batch], and returns both lengths.
 *
 * The labels' values are not read, since that would wait for the device: the data set's reader answers for them being in
 * [0, classes). Outside of it a row has no target at all.
 * Throws a ShapeError.
 */
export function checkBatch(
  matrix: NamedMatrix,
  labels: tf.Tensor1D,
  place: string,
): { readonly batch: number; readonly classes: number } {
  const lengths = checkShape(matrix.name, matrix.value.shape, ['batch', 'classes'], place, matrix.next);
  const batch = lengths['batch'] as number;
  checkShape('labels', labels.shape, [batch], place, 'Pass one class number for each row, not one-hot rows.');
  if (labels.dtype !== 'int32') {
    throw ShapeError.because({
      expected: 'labels of type int32',
      received: labels.dtype,
      place,
      next: "Make them with tf.tensor1d(labels, 'int32').",
    });
  }
  return { batch, classes: lengths['classes'] as number };
}

/** Checks that a number is within [low, high]; a tensor is let pass, because reading it would wait for the device. */
export function checkRange(
  name: string,
  value: number | tf.Scalar,
  [low, high]: [number, number],
  place: string,
): void {
  if (typeof value !== 'number' || (value >= low && value <= high)) return;
  throw ShapeError.because({ expected: `${name} from ${low} to ${high}`, received: String(value), place });
}
