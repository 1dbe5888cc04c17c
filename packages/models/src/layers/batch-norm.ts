import { batchNormOfBatch, batchNormWithMoments, prelu } from '@arcface-ts/graph';
import type * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { constant, type ParameterSpec } from '../parameter.js';

const epsilon = 1e-5;

/** Batch normalization over all but the channels; in training by the batch, otherwise by the running moments. */
export function batchNorm(name: string, channels: number): Layer {
  return norm(name, channels, undefined);
}

/**
 * Batch norm → PReLU with a slope for each channel, 0.25 at first (He et al. 2015, https://arxiv.org/abs/1502.01852). One layer,
 * because one op does both in training: `<name>.norm.…` and `<name>.prelu.slope`.
 */
export function batchNormPrelu(name: string, channels: number): Layer {
  const slope: ParameterSpec = {
    name: `${name}.prelu.slope`,
    shape: [channels],
    role: 'slope',
    initialize: constant(0.25),
  };
  return norm(`${name}.norm`, channels, slope);
}

function norm(name: string, channels: number, slopeSpec: ParameterSpec | undefined): Layer {
  const names = {
    scale: `${name}.scale`,
    offset: `${name}.offset`,
    mean: `${name}.mean`,
    variance: `${name}.variance`,
  };
  const shape = [channels];
  return {
    parameters: [
      { name: names.scale, shape, role: 'scale', initialize: constant(1) },
      { name: names.offset, shape, role: 'offset', initialize: constant(0) },
      { name: names.mean, shape, role: 'mean', initialize: constant(0) },
      { name: names.variance, shape, role: 'variance', initialize: constant(1) },
      ...(slopeSpec ? [slopeSpec] : []),
    ],
    apply(x, pass) {
      const value = (key: string) => pass.parameter(key) as tf.Tensor1D;
      const affine = { scale: value(names.scale), offset: value(names.offset) };
      const slope = slopeSpec && value(slopeSpec.name);
      if (!pass.training) {
        const moments = { mean: value(names.mean), variance: value(names.variance) };
        const normalized = batchNormWithMoments(x, { ...affine, ...moments }, epsilon);
        return slope ? prelu(normalized, slope) : normalized;
      }
      const { output, mean, variance } = batchNormOfBatch(x, slope ? { ...affine, slope } : affine, epsilon);
      pass.batchMoments(name, mean, variance);
      return output;
    },
  };
}
