import { elementCount, ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { uniform } from '../parameter.js';

/**
 * A fully connected layer, y = x·kernel + bias, of the whole map: [batch, h, w, channels] → [batch, 1, 1, outputs] with
 * h·w·channels = `inputs`, else it throws a ShapeError. First values are PyTorch's: uniform in ±1/√inputs, of the bias too.
 */
export function linear(name: string, inputs: number, outputs: number): Layer {
  const names = { kernel: `${name}.kernel`, bias: `${name}.bias` };
  const initialize = uniform(1 / Math.sqrt(inputs));
  return {
    parameters: [
      { name: names.kernel, shape: [inputs, outputs], role: 'kernel', initialize },
      { name: names.bias, shape: [outputs], role: 'bias', initialize },
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
