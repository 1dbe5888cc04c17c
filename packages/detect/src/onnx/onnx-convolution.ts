import { elementCount } from '@arcface-ts/core';
import { convolve, depthwiseConvSame, scaleShift } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { NodeAttributes } from './node-attributes.js';
import { nodeFault } from './onnx-fault.js';
import type { OnnxModel, OnnxNode } from './onnx-model.js';
import type { OnnxTensor } from './onnx-tensor.js';

/** A Conv node that was read and checked. */
export interface OnnxConvolution {
  readonly node: OnnxNode;
  /** [outputs, inputs / groups, height, width] */
  readonly filter: OnnxTensor;
  readonly bias: OnnxTensor | undefined;
  readonly groups: number;
  readonly stride: number;
  /** Zeros around the map. */
  readonly zeros: readonly [top: number, left: number, bottom: number, right: number];
}

/** Reads a Conv node. Throws a DataError that names it where it is none that we compute. */
export function convolutionOf(node: OnnxNode, { constants }: Pick<OnnxModel, 'constants'>): OnnxConvolution {
  const [filter, bias] = node.input.slice(1, 3).map(name => constants.get(name));
  if (filter?.type !== 'float32' || filter.shape.length !== 4 || filter.values.length === 0) {
    throw nodeFault(node, 'a constant filter of four dimensions', describe(filter));
  }
  const [outputs, , height, width] = filter.shape as [number, number, number, number];
  if ((node.input[2] ?? '') !== '' && (bias?.type !== 'float32' || bias.shape.join() !== `${outputs}`)) {
    throw nodeFault(node, `a constant bias of shape [${outputs}]`, describe(bias));
  }
  const attributes = new NodeAttributes(node);
  attributes.expect('auto_pad', 'NOTSET');
  attributes.expect('dilations', [1, 1]);
  attributes.expect('kernel_shape', [height, width]);
  const groups = attributes.integer('group', 1);
  const strides = attributes.integers('strides', [1, 1]);
  const zeros = attributes.integers('pads', [0, 0, 0, 0]) as OnnxConvolution['zeros'];
  attributes.finish();
  const stride = strides[0] as number;
  if (strides[1] !== stride || stride < 1) throw nodeFault(node, 'one stride', `[${strides.join(', ')}]`);
  if (groups < 1 || outputs % groups !== 0) throw nodeFault(node, `groups that share ${outputs}`, `${groups}`);
  if (zeros.some((count, i) => count < 0 || (count > 0 && count >= (filter.shape[2 + (i % 2)] as number)))) {
    throw nodeFault(node, 'fewer zeros than the filter is large', `[${zeros.join(', ')}]`);
  }
  return { node, filter, bias, groups, stride, zeros };
}

function describe(tensor: OnnxTensor | undefined): string {
  return tensor ? `${tensor.type} of shape [${tensor.shape.join(', ')}]` : 'something that is computed';
}

/** Whether each output looks at one channel, and all channels are looked at alike. */
function isDepthwise({ filter, groups }: OnnxConvolution): boolean {
  return groups > 1 && filter.shape[1] === 1;
}

/** Numbers: between many groups lie many zeros. */
const largestFilter = 2 ** 24;

/**
 * The filter as TensorFlow has it: [height, width, inputs, outputs], with zeros between groups, or, where each output looks at one
 * channel, [height, width, inputs, outputs / inputs].
 */
export function filterWeights(convolution: OnnxConvolution): { shape: number[]; values: Float32Array } {
  const { filter, groups } = convolution;
  const [outputs, inputs, height, width] = filter.shape as [number, number, number, number];
  const depthwise = isDepthwise(convolution);
  const share = outputs / groups;
  const shape = depthwise ? [height, width, groups, share] : [height, width, inputs * groups, outputs];
  const pixels = height * width;
  const size = elementCount(shape);
  if (size > largestFilter)
    throw nodeFault(convolution.node, `a filter of at most ${largestFilter} numbers`, `${size}`);
  const values = new Float32Array(size);
  for (let output = 0; output < outputs; output++) {
    const group = Math.floor(output / share);
    for (let input = 0; input < inputs; input++) {
      const from = (output * inputs + input) * pixels;
      // Outputs of a channel lie side by side in both layouts.
      const to = depthwise ? output : (group * inputs + input) * outputs + output;
      const step = depthwise ? outputs : inputs * groups * outputs;
      for (let k = 0; k < pixels; k++) values[k * step + to] = filter.values[from + k] as number;
    }
  }
  return { shape, values };
}

/** The convolution of a map [batch, height, width, inputs], its bias, and max(·, 0) of it all with `relu`. */
export function convolved(
  x: tf.Tensor4D,
  convolution: OnnxConvolution,
  weights: { filter: tf.Tensor4D; bias: tf.Tensor1D | undefined; relu: boolean },
): tf.Tensor4D {
  const { node, filter, groups } = convolution;
  const inputs = (filter.shape[1] as number) * groups;
  if (x.shape[3] !== inputs) throw nodeFault(node, `${inputs} channels`, `${x.shape[3]}`);
  const y = withoutBias(x, convolution, weights.filter);
  const outputs = filter.shape[0] as number;
  const shift = weights.bias ?? tf.zeros([outputs]);
  const shifted = [y, tf.ones([outputs]), shift] as const;
  return weights.relu ? scaleShift([...shifted, tf.zeros([outputs])]) : scaleShift(shifted);
}

function withoutBias(x: tf.Tensor4D, convolution: OnnxConvolution, filter: tf.Tensor4D): tf.Tensor4D {
  const { stride, zeros } = convolution;
  const [top, left, bottom, right] = zeros;
  const depthwise = isDepthwise(convolution);
  const isSymmetric = new Set(zeros).size === 1;
  const half = filter.shape.slice(0, 2).map(size => (size - 1) / 2);
  if (isSymmetric && half.every(size => size === top)) {
    if (!depthwise) return convolve(x, filter, { stride, padding: 'symmetric' });
    // With stride 1 and filters of odd size, TensorFlow's `SAME` means the same zeros.
    if (stride === 1 && filter.shape[3] === 1) return depthwiseConvSame(x, filter, 1);
  }
  const padded = zeros.some(count => count > 0)
    ? tf.pad(x, [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ])
    : x;
  return depthwise
    ? tf.depthwiseConv2d(padded, filter, stride, 'valid')
    : convolve(padded, filter, { stride, padding: 'valid' });
}
