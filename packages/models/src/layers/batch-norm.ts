import { batchNormOfBatch, batchNormWithMoments } from '@arcface-ts/graph';
import type * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { constant } from '../parameter.js';

const epsilon = 1e-5;

/** Batch normalization over all but the channels; in training by the batch, otherwise by the running moments. */
export function batchNorm(name: string, channels: number): Layer {
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
    ],
    apply(x, pass) {
      const value = (key: keyof typeof names) => pass.parameter(names[key]) as tf.Tensor1D;
      const scale = value('scale');
      const offset = value('offset');
      if (!pass.training) {
        return batchNormWithMoments(x, { scale, offset, mean: value('mean'), variance: value('variance') }, epsilon);
      }
      const { output, mean, variance } = batchNormOfBatch(x, scale, offset, epsilon);
      pass.batchMoments(name, mean, variance);
      return output;
    },
  };
}
