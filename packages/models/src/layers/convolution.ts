import { convolve, depthwiseConvSame } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { constant, heNormal, type ParameterSpec } from '../parameter.js';

export interface ConvolutionOptions {
  /** Odd where the padding is symmetric. */
  readonly kernelSize: number;
  readonly stride?: number;
  /**
   * symmetric: kernelSize / 2 zeros on each side, as in PyTorch. TensorFlow's `same` puts the odd zero of an even map at the
   * far side, so that a 3×3 window of stride 2 lies one pixel beside the one that a 1×1 shortcut of stride 2 takes.
   */
  readonly padding?: 'same' | 'symmetric' | 'valid';
  /** First values of the kernel; by default a normal distribution with variance 2 / (kernelSize²·outputs). */
  readonly initialize?: ParameterSpec['initialize'];
  /** Whether a number is added to each channel, 0 at first; by default none is, since a batch norm follows. */
  readonly bias?: boolean;
}

/** A convolution: [batch, h, w, inputs] → [batch, h/stride, w/stride, outputs]. */
export function convolution(name: string, inputs: number, outputs: number, options: ConvolutionOptions): Layer {
  const { kernelSize, stride = 1, padding = 'same', bias = false } = options;
  const { initialize = heNormal(kernelSize * kernelSize * outputs) } = options;
  const kernel = `${name}.kernel`;
  const added: ParameterSpec = { name: `${name}.bias`, shape: [outputs], role: 'bias', initialize: constant(0) };
  return {
    parameters: [
      { name: kernel, shape: [kernelSize, kernelSize, inputs, outputs], role: 'kernel', initialize },
      ...(bias ? [added] : []),
    ],
    apply: (x, pass) => {
      const filtered = convolve(x, pass.parameter(kernel) as tf.Tensor4D, { stride, padding });
      return bias ? tf.add(filtered, pass.parameter(added.name)) : filtered;
    },
  };
}

/** A convolution of each channel by itself: [batch, h, w, channels] → [batch, h/stride, w/stride, channels]. */
export function depthwiseConvolution(
  name: string,
  channels: number,
  options: { kernelSize: number; stride?: number; padding?: 'same' | 'valid' },
): Layer {
  const { kernelSize, stride = 1, padding = 'same' } = options;
  const kernel = `${name}.kernel`;
  return {
    parameters: [
      {
        name: kernel,
        shape: [kernelSize, kernelSize, channels, 1],
        role: 'kernel',
        initialize: heNormal(kernelSize * kernelSize),
      },
    ],
    apply: (x, pass) => {
      const filter = pass.parameter(kernel) as tf.Tensor4D;
      return padding === 'same' ? depthwiseConvSame(x, filter, stride) : tf.depthwiseConv2d(x, filter, stride, padding);
    },
  };
}
