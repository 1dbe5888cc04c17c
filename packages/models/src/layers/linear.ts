import { elementCount, ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { constant, type ParameterSpec, uniform } from '../parameter.js';

/**
 * A fully connected layer, y = x·kernel + bias, of the whole map: [batch, h, w, channels] → [batch, 1, 1, outputs] with
 * h·w·channels = `inputs`, else it throws a ShapeError. First values are PyTorch's, uniform in ±1/√inputs, of
 * the bias too; where others are given for the kernel, a bias of 0.
 */
export function linear(
  name: string,
  inputs: number,
  outputs: number,
  first: { readonly kernel?: ParameterSpec['initialize'] } = {},
): Layer {
  const names = { kernel: `${name}.kernel`, bias: `${name}.bias` };
  const pytorch = uniform(1 / Math.sqrt(inputs));
  const { kernel = pytorch } = first;
  const bias = first.kernel === undefined ? pytorch : constant(0);
  return {
    parameters: [
      { name: names.kernel, shape: [inputs, outputs], role: 'kernel', initialize: kernel },
      { name: names.bias, shape: [outputs], role: 'bias', initialize: bias },
    ],
    apply(x, pass) {
      const [batch, ...map] = x.shape;
      if (elementCount(map) !== inputs) {
        throw ShapeError.because({
          expected: `a map of ${inputs} numbers for each photo`,
          received: `${map.join(' × ')}`,
          place: name,
        });
      }
      const product = tf.matMul(tf.reshape(x, [batch, inputs]), pass.parameter(names.kernel) as tf.Tensor2D);
      return tf.reshape(tf.add(product, pass.parameter(names.bias)), [batch, 1, 1, outputs]);
    },
  };
}
