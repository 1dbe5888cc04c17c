import { prelu as preluOp } from '@arcface-ts/graph';
import type * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { constant } from '../parameter.js';

/** PReLU with a slope for each channel, 0.25 at first: He et al. 2015, https://arxiv.org/abs/1502.01852. */
export function prelu(name: string, channels: number): Layer {
  const slope = `${name}.slope`;
  return {
    parameters: [{ name: slope, shape: [channels], role: 'slope', initialize: constant(0.25) }],
    apply: (x, pass) => preluOp(x, pass.parameter(slope) as tf.Tensor1D),
  };
}
