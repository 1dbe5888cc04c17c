import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { heNormal } from '../parameter.js';

export interface ConvolutionOptions {
  readonly kernelSize: number;
  readonly stride?: number;
  readonly padding?: 'same' | 'valid';
}

/** A convolution without offset, since a batch norm follows: [batch, h, w, inputs] → [batch, h/stride, w/stride, outputs]. */
export function convolution(name: string, inputs: number, outputs: number, options: ConvolutionOptions): Layer {
  const { kernelSize, stride = 1, padding = 'same' } = options;
  const kernel = `${name}.kernel`;
  return {
    parameters: [
      {
        name: kernel,
        shape: [kernelSize, kernelSize, inputs, outputs],
        role: 'kernel',
        initialize: heNormal(kernelSize * kernelSize * outputs),
      },
    ],
    apply: (x, pass) => tf.conv2d(x, pass.parameter(kernel) as tf.Tensor4D, stride, padding),
  };
}

/** A convolution of each channel by itself: [batch, h, w, channels] → [batch, h/stride, w/stride, channels]. */
export function depthwiseConvolution(name: string, channels: number, options: ConvolutionOptions): Layer {
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
    apply: (x, pass) => tf.depthwiseConv2d(x, pass.parameter(kernel) as tf.Tensor4D, stride, padding),
  };
}
