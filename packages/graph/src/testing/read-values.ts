import * as tf from '@tensorflow/tfjs-core';
import type { Variables } from '../compile/variables.js';

/** The values of all variables as plain arrays. */
export async function readValues(variables: Variables): Promise<Record<string, readonly number[]>> {
  const tensors = await variables.read();
  const entries = Object.entries(tensors).map(([name, tensor]) => [name, [...tensor.dataSync()]] as const);
  tf.dispose(tensors);
  return Object.fromEntries(entries);
}
