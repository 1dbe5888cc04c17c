import type { Layer } from '../layer.js';
import { batchNorm } from './batch-norm.js';
import { type ConvolutionOptions, convolution } from './convolution.js';
import { sequence } from './sequence.js';

/**
 * The shortcut beside a residual's layers: a 1×1 convolution and batch norm where they change the shape, else x itself.
 * He et al. 2015, https://arxiv.org/abs/1512.03385, option B of section 3.3.
 */
export function projection(
  name: string,
  inputs: number,
  outputs: number,
  options: Omit<ConvolutionOptions, 'kernelSize'>,
): Layer {
  if ((options.stride ?? 1) === 1 && inputs === outputs) return sequence();
  return sequence(
    convolution(`${name}.conv`, inputs, outputs, { ...options, kernelSize: 1 }),
    batchNorm(`${name}.norm`, outputs),
  );
}
