import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { ownKernelsRun } from '../start-tensorflow.js';
import { executeOp } from './execute-op.js';

/** Our kernels work on whole vectors of channels; 16 floats are the widest vector of any processor. */
const channelMultiple = 16;

/**
 * Convolution of each channel by itself with zeros around the map, as many as TensorFlow's `SAME` adds:
 * y[b, i, j, c] = Σ x[b, i·stride + k − pad, j·stride + l − pad, c]·filter[k, l, c, 0].
 *
 * On the CPU a 3×3 filter with stride 1 or 2 runs our own kernels (native/kernels), whose gradients read each map once; all
 * else runs TensorFlow's.
 *
 * @param x [batch, height, width, channels]   @param filter [3, 3, channels, 1]
 * @returns [batch, ⌈height / stride⌉, ⌈width / stride⌉, channels]
 */
export function depthwiseConvSame(x: tf.Tensor4D, filter: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [height, width, channels] = filter.shape;
  checkShape('x', x.shape, ['batch', 'height', 'width', channels], 'depthwiseConvSame');
  checkShape('filter', filter.shape, ['height', 'width', channels, 1], 'depthwiseConvSame');
  const ours = height === 3 && width === 3 && (stride === 1 || stride === 2) && channels % channelMultiple === 0;
  if (!ours || !ownKernelsRun()) return tf.depthwiseConv2d(x, filter, stride, 'same');
  const op = stride === 1 ? 'ArcfaceDepthwiseConv' : 'ArcfaceDepthwiseConvHalving';
  const apply = tf.customGrad((...values) => {
    const [input, taps, save] = values as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const value = executeOp(op, [], [input, taps], 1)[0] as tf.Tensor;
    save([input, taps]);
    return { value, gradFunc: (dy, saved) => executeOp(`${op}Grad`, [], [dy as tf.Tensor, ...saved], 2) };
  });
  return apply(x, filter) as tf.Tensor4D;
}
