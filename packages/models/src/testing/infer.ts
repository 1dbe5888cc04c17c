import { RandomStream } from '@arcface-ts/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { inferencePass, initializeParameters } from '../model.js';

/** What a layer makes of x as it would after training, by default with its first parameters. */
export function infer(
  layer: Layer,
  x: tf.Tensor4D,
  parameters = initializeParameters(layer.parameters, RandomStream.fromSeed(2)),
): tf.Tensor4D {
  return layer.apply(x, inferencePass(parameters));
}
