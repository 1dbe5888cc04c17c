import { elementCount } from '@arcface-ts/core';
import { relu } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { NodeAttributes } from './node-attributes.js';
import { nodeFault } from './onnx-fault.js';
import type { OnnxNode } from './onnx-model.js';
import type { OnnxTensor } from './onnx-tensor.js';
import { channelsLast, type OnnxValue, plain, shapeOf } from './onnx-value.js';

/** What an op is given. */
export interface OpInputs {
  readonly node: OnnxNode;
  readonly opset: number;
  readonly attributes: NodeAttributes;
  /** Inputs that are computed. */
  readonly values: readonly OnnxValue[];
  /** The constant that is the input of that number. */
  constant(index: number): OnnxTensor;
}

export type OnnxOp = (inputs: OpInputs) => OnnxValue;

/** ONNX's ops that YuNet is made of, but for Conv: https://onnx.ai/onnx/operators/ */
export const onnxOps: Readonly<Record<string, OnnxOp>> = {
  Relu: ({ values: [x] }) => eachBy(x, relu),
  Sigmoid: ({ values: [x] }) => eachBy(x, tf.sigmoid),
  Add({ node, values }) {
    const [one, other] = values as [OnnxValue, OnnxValue];
    if (String(shapeOf(one)) !== String(shapeOf(other))) {
      throw nodeFault(node, 'two inputs of one shape', `[${shapeOf(one)}] and [${shapeOf(other)}]`);
    }
    const [[a, b], isLast] = alike([one, other]) as [[tf.Tensor, tf.Tensor], boolean];
    return { tensor: tf.add(a, b), channelsLast: isLast };
  },
  MaxPool({ node, attributes, values: [x] }) {
    for (const name of ['ceil_mode', 'storage_order']) attributes.expect(name, 0);
    attributes.expect('auto_pad', 'NOTSET');
    attributes.expect('dilations', [1, 1]);
    attributes.expect('pads', [0, 0, 0, 0]);
    const [sides, strides] = [attributes.integers('kernel_shape', [0, 0]), attributes.integers('strides', [1, 1])];
    const map = mapOf(x, node);
    if (sides.some((side, axis) => side < 1 || side > (map.shape[1 + axis] as number)) || Math.min(...strides) < 1) {
      throw nodeFault(node, `windows within ${map.shape[1]}×${map.shape[2]}`, `[${sides}] by [${strides}]`);
    }
    const pooled = tf.maxPool(map, sides as [number, number], strides as [number, number], 'valid');
    return { tensor: pooled, channelsLast: true };
  },
  Upsample: inputs => doubled(inputs, 1),
  Resize({ opset, attributes, ...others }) {
    if (opset < 11) return doubled({ opset, attributes, ...others }, 1);
    // They concern other modes.
    for (const name of ['cubic_coeff_a', 'extrapolation_value', 'exclude_outside', 'antialias'])
      attributes.ignore(name);
    const place = attributes.text('coordinate_transformation_mode', 'half_pixel');
    const rounding = attributes.text('nearest_mode', 'round_prefer_floor');
    if (!repeatsPixels[place]?.includes(rounding)) {
      throw nodeFault(others.node, 'each pixel twice', `coordinates ${place} with ${rounding}`);
    }
    return doubled({ opset, attributes, ...others }, 2);
  },
  Transpose({ node, attributes, values: [x] }) {
    const rank = (x as OnnxValue).tensor.rank;
    const order = attributes.integers(
      'perm',
      Array.from({ length: rank }, (_, i) => rank - 1 - i),
    );
    if (order[0] !== 0 || [...order].sort((a, b) => a - b).some((axis, i) => axis !== i)) {
      throw nodeFault(node, `an order of ${rank} axes, the batch first`, `[${order}]`);
    }
    const isMap = (x as OnnxValue).channelsLast;
    if (isMap && String(order) === '0,2,3,1') return { tensor: (x as OnnxValue).tensor, channelsLast: false };
    if (!isMap && String(order) === '0,3,1,2') return { tensor: (x as OnnxValue).tensor, channelsLast: true };
    return { tensor: tf.transpose(plain(x as OnnxValue), [...order]), channelsLast: false };
  },
  Reshape({ node, attributes, values: [x], constant }) {
    attributes.expect('allowzero', 0);
    const given = [...constant(1).values];
    const from = shapeOf(x as OnnxValue);
    // The net may have been saved for one photo: a first length of 1 is that of the batch.
    const shape = given.map((length, i) => (i === 0 ? from[0] : length === 0 ? from[i] : length) as number);
    const rest = elementCount(shape.filter(length => length !== -1));
    const missing = shape.filter(length => length === -1).length;
    const fits = missing === 0 ? rest === elementCount(from) : missing === 1 && elementCount(from) % rest === 0;
    if ((given[0] !== 0 && given[0] !== 1) || shape.some(length => !(length >= -1)) || !fits) {
      throw nodeFault(
        node,
        `a shape for one photo that [1, ${from.slice(1).join(', ')}] fits`,
        `[${given.join(', ')}]`,
      );
    }
    return { tensor: tf.reshape(plain(x as OnnxValue), shape), channelsLast: false };
  },
  Concat({ node, attributes, values }) {
    const shapes = values.map(shapeOf);
    const rank = (shapes[0] as number[]).length;
    const given = attributes.integer('axis', 0);
    const axis = given < 0 ? given + rank : given;
    const others = (shape: number[]): string => String(shape.map((length, i) => (i === axis ? '' : length)));
    if (axis < 1 || axis >= rank || new Set(shapes.map(others)).size > 1) {
      const received = `axis ${given} of ${shapes.map(shape => `[${shape}]`).join(', ')}`;
      throw nodeFault(node, 'an axis after the batch, and all others alike', received);
    }
    const [tensors, isLast] = alike(values);
    return { tensor: tf.concat([...tensors], isLast ? [0, 3, 1, 2][axis] : axis), channelsLast: isLast };
  },
};

/** How many computed inputs an op takes; where it is not said here, one. */
export const computedInputs: Readonly<Record<string, number>> = { Add: 2, Concat: Number.POSITIVE_INFINITY };

/** Ways to choose the nearest pixel with which, at twice the size, each is there twice. */
const repeatsPixels: Readonly<Record<string, readonly string[]>> = {
  asymmetric: ['floor', 'round_prefer_floor'],
  half_pixel: ['round_prefer_floor', 'round_prefer_ceil'],
  pytorch_half_pixel: ['round_prefer_floor', 'round_prefer_ceil'],
};

function doubled({ node, attributes, values: [x], constant }: OpInputs, scalesAt: number): OnnxValue {
  attributes.expect('mode', 'nearest');
  const scales = [...constant(scalesAt).values];
  if (node.input.length > scalesAt + 1 || scales.join() !== '1,1,2,2') {
    throw nodeFault(node, 'scales [1, 1, 2, 2]', node.input.length > scalesAt + 1 ? 'sizes' : `[${scales.join(', ')}]`);
  }
  const map = mapOf(x, node);
  const size: [number, number] = [2 * map.shape[1], 2 * map.shape[2]];
  return { tensor: tf.image.resizeNearestNeighbor(map, size), channelsLast: true };
}

function eachBy(x: OnnxValue | undefined, op: (tensor: tf.Tensor) => tf.Tensor): OnnxValue {
  const { tensor, channelsLast } = x as OnnxValue;
  return { tensor: op(tensor), channelsLast };
}

/** The tensors, all in one layout, and whether it is TensorFlow's. */
function alike(values: readonly OnnxValue[]): [tf.Tensor[], boolean] {
  const isLast = values.every(({ channelsLast }) => channelsLast);
  return [values.map(value => (isLast ? value.tensor : plain(value))), isLast];
}

export function mapOf(x: OnnxValue | undefined, node: OnnxNode): tf.Tensor4D {
  if (x?.tensor.rank === 4) return channelsLast(x);
  throw nodeFault(node, 'a map of four dimensions', x ? `[${shapeOf(x)}]` : 'nothing');
}
