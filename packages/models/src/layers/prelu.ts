import { prelu as rectify } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { ForwardPass, Layer } from '../layer.js';
import { constant, type ParameterSpec } from '../parameter.js';

/**
 * The slope `<name>.slope` of a PReLU, 0.25 at first: one for each channel, or a single one for all of them, as a plain `nn.PReLU()` of
 * PyTorch has. He et al. 2015, https://arxiv.org/abs/1502.01852, section 2.1.
 */
export function preluSlope(name: string, slopes: number): ParameterSpec {
  return { name: `${name}.slope`, shape: [slopes], role: 'slope', initialize: constant(0.25) };
}

/** The slope of each channel: [channels]. */
export function slopesOf(slope: ParameterSpec, channels: number, pass: ForwardPass): tf.Tensor1D {
  const value = pass.parameter(slope.name) as tf.Tensor1D;
  return value.shape[0] === channels ? value : tf.mul(tf.ones([channels]), value);
}

/** PReLU: max(x, 0) + slope·min(x, 0). */
export function prelu(slope: ParameterSpec): Layer {
  return { parameters: [slope], apply: (x, pass) => rectify(x, slopesOf(slope, x.shape[3], pass)) };
}
