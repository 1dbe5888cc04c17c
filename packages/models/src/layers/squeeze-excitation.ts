import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { xavierNormal } from '../parameter.js';
import { linear } from './linear.js';
import { globalAveragePool } from './pooling.js';
import { prelu, preluSlope } from './prelu.js';
import { sequence } from './sequence.js';

/**
 * Weighs each channel by what all channels look like on the average: y = x·σ(W₂·PReLU(W₁·mean(x) + b₁) + b₂).
 * Hu et al. 2018, https://arxiv.org/abs/1709.01507, section 3, where a ReLU stands in place of the PReLU.
 * @param reduction the channels that W₁ leaves are 1 / reduction of those that come in
 */
export function squeezeExcitation(name: string, channels: number, reduction = 16): Layer {
  const squeezed = Math.floor(channels / reduction);
  const first = { kernel: xavierNormal(channels, squeezed) };
  const weights = sequence(
    globalAveragePool(),
    linear(`${name}.squeeze`, channels, squeezed, first),
    prelu(preluSlope(`${name}.prelu`, 1)),
    linear(`${name}.excite`, squeezed, channels, first),
  );
  return {
    parameters: weights.parameters,
    apply: (x, pass) => tf.mul(x, tf.sigmoid(weights.apply(x, pass))),
  };
}
