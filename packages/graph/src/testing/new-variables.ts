import * as tf from '@tensorflow/tfjs-core';
import { onTestFinished } from 'vitest';
import { Variables } from '../compile/variables.js';
import type { SessionOptions } from '../session/session-config.js';

/** Variables of these values, float32 where they are numbers, that are disposed when the present test ends. */
export async function newVariables(
  values: Record<string, tf.TensorLike | tf.Tensor> = {},
  options?: SessionOptions,
): Promise<Variables> {
  const entries = Object.entries(values).map(([name, value]) => {
    return [name, value instanceof tf.Tensor ? value : tf.tensor(value)] as const;
  });
  const tensors = Object.fromEntries(entries);
  const variables = await Variables.create(tensors, options);
  tf.dispose(tensors);
  onTestFinished(() => variables.dispose());
  return variables;
}
