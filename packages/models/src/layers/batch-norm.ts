import { batchNormAdd, batchNormOfBatch, batchNormWithMoments, batchNormWithMomentsAdd } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { ForwardPass, Layer } from '../layer.js';
import { constant, type ParameterSpec } from '../parameter.js';
import { preluSlope, slopesOf } from './prelu.js';

const epsilon = 1e-5;

/** A batch norm that can end a residual block. */
export interface BatchNorm extends Layer {
  /** y = norm(x) + addend, and max(y, 0) with `relu`; the addend has the shape of x. */
  applyAndAdd(x: tf.Tensor4D, addend: tf.Tensor4D, pass: ForwardPass, options: { relu: boolean }): tf.Tensor4D;
}

/**
 * Batch normalization over all but the channels; in training by the batch, otherwise by the running moments. With a fixed
 * scale it is 1 and no parameter: each channel keeps deviation 1.
 */
export function batchNorm(name: string, channels: number, options: { scale?: 'trained' | 'fixed' } = {}): BatchNorm {
  return norm(name, channels, options);
}

/**
 * Batch norm → PReLU with a slope for each channel, unless another one is given. One layer, because one op does both in training:
 * `<name>.norm.…` and `<name>.prelu.slope`.
 */
export function batchNormPrelu(name: string, channels: number, slope = preluSlope(`${name}.prelu`, channels)): Layer {
  return norm(`${name}.norm`, channels, { activation: slope });
}

/** Batch norm → ReLU, one op in training too: `<name>.norm.…`. */
export function batchNormRelu(name: string, channels: number): Layer {
  return norm(`${name}.norm`, channels, { activation: 'relu' });
}

interface NormOptions {
  readonly scale?: 'trained' | 'fixed';
  /** What follows: ReLU, or PReLU with this slope. */
  readonly activation?: 'relu' | ParameterSpec;
}

function norm(name: string, channels: number, options: NormOptions): BatchNorm {
  const { scale = 'trained', activation } = options;
  const spec = (role: 'scale' | 'offset' | 'mean' | 'variance', first: number): ParameterSpec => ({
    name: `${name}.${role}`,
    shape: [channels],
    role,
    initialize: constant(first),
  });
  const own = {
    scale: spec('scale', 1),
    offset: spec('offset', 0),
    mean: spec('mean', 0),
    variance: spec('variance', 1),
  };
  const { offset, mean, variance } = own;
  const slope = typeof activation === 'object' ? activation : undefined;
  const of = (pass: ForwardPass) => (parameter: ParameterSpec) => pass.parameter(parameter.name) as tf.Tensor1D;
  const affineOf = (pass: ForwardPass) => ({
    scale: scale === 'trained' ? of(pass)(own.scale) : tf.ones<tf.Rank.R1>([channels]),
    offset: of(pass)(offset),
  });
  const momentsOf = (pass: ForwardPass) => ({ mean: of(pass)(mean), variance: of(pass)(variance) });
  return {
    parameters: [...(scale === 'trained' ? [own.scale] : []), offset, mean, variance, ...(slope ? [slope] : [])],
    apply(x, pass) {
      const affine = affineOf(pass);
      // ReLU is the PReLU of slope 0, and that op is there.
      const slopes = slope
        ? slopesOf(slope, channels, pass)
        : activation === 'relu'
          ? tf.zeros<tf.Rank.R1>([channels])
          : undefined;
      const parameters = slopes ? { ...affine, slope: slopes } : affine;
      if (!pass.training) return batchNormWithMoments(x, { ...parameters, ...momentsOf(pass) }, epsilon);
      const normalized = batchNormOfBatch(x, parameters, epsilon);
      pass.batchMoments(name, normalized.mean, normalized.variance);
      return normalized.output;
    },
    applyAndAdd(x, addend, pass, { relu }) {
      const affine = affineOf(pass);
      if (!pass.training) {
        return batchNormWithMomentsAdd(x, { ...affine, ...momentsOf(pass) }, addend, { epsilon, relu });
      }
      const normalized = batchNormAdd(x, affine, addend, { epsilon, relu });
      pass.batchMoments(name, normalized.mean, normalized.variance);
      return normalized.output;
    },
  };
}
