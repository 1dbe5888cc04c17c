import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { ownKernelsRun } from '../start-tensorflow.js';
import { attribute, executeOp, type OpAttribute } from './execute-op.js';

export interface ConvolutionOptions {
  readonly stride?: number;
  /**
   * same: the output has ⌈size / stride⌉ pixels, and an odd zero lies at the far side; symmetric: ⌊kernel / 2⌋ zeros on each
   * side, as in PyTorch; valid: none.
   */
  readonly padding?: 'same' | 'symmetric' | 'valid';
}

/** Zeros before and after the map in one direction. */
type Padding = readonly [before: number, after: number];

type Shape4D = [number, number, number, number];

interface Attributes {
  readonly stride: number;
  readonly rows: Padding;
  readonly columns: Padding;
}

const kernelName = 'ArcfaceConvolution';

// A kernel and its gradient rather than a tf.customGrad, which would compute the gradient of the photos too.
tf.registerKernel({
  kernelName,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs }) => {
    const { x, filter } = inputs as { x: tf.Tensor; filter: tf.Tensor };
    return only(executeOp('Conv2D', opAttributes(attrs as unknown as Attributes), [x, filter], 1));
  },
});
tf.registerGradient({
  kernelName,
  inputsToSave: ['x', 'filter'],
  gradFunc: (dy, saved, attrs) => {
    const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D];
    const attributes = attrs as unknown as Attributes;
    return {
      x: () => inputGradient(dy as tf.Tensor, filter, x.shape, attributes),
      filter: () => filterGradient(dy as tf.Tensor, x, filter, attributes),
    };
  },
});

/**
 * Convolution: y[b, i, j, d] = Σ x[b, i·stride + k − pad, j·stride + l − pad, c]·filter[k, l, c, d].
 *
 * TensorFlow computes it and its input's gradient. The gradient of the filter is our own kernel's on the CPU, or a matrix product,
 * but for a 1×1 filter with a stride: on a processor without AVX-512 oneDNN takes up to twice as long for it.
 *
 * @param x [batch, height, width, inputs]   @param filter [height, width, inputs, outputs]
 */
export function convolve(x: tf.Tensor4D, filter: tf.Tensor4D, options: ConvolutionOptions = {}): tf.Tensor4D {
  const { stride = 1, padding = 'same' } = options;
  const [filterHeight, filterWidth, inputs] = filter.shape;
  checkShape('x', x.shape, ['batch', 'height', 'width', inputs], 'convolve');
  const rows = zerosAround(x.shape[1], filterHeight, stride, padding);
  const columns = zerosAround(x.shape[2], filterWidth, stride, padding);
  const attributes: Attributes = { stride, rows, columns };
  return tf.engine().runKernel(kernelName, { x, filter }, attributes as unknown as tf.NamedAttrMap);
}

function zerosAround(size: number, kernel: number, stride: number, padding: 'same' | 'symmetric' | 'valid'): Padding {
  if (padding === 'valid') return [0, 0];
  if (padding === 'symmetric') return [Math.floor(kernel / 2), Math.floor(kernel / 2)];
  const zeros = Math.max(0, (Math.ceil(size / stride) - 1) * stride + kernel - size);
  return [Math.floor(zeros / 2), Math.ceil(zeros / 2)];
}

function opAttributes({ stride, rows, columns }: Attributes): OpAttribute[] {
  const padded = hasZeros({ rows, columns });
  return [
    ...commonAttributes(stride),
    attribute.text('padding', padded ? 'EXPLICIT' : 'VALID'),
    ...(padded ? [attribute.integer('explicit_paddings', [0, 0, ...rows, ...columns, 0, 0])] : []),
  ];
}

function commonAttributes(stride: number): OpAttribute[] {
  return [
    attribute.float32('T'),
    attribute.integer('strides', [1, stride, stride, 1]),
    attribute.integer('dilations', [1, 1, 1, 1]),
    attribute.text('data_format', 'NHWC'),
  ];
}

function hasZeros({ rows, columns }: Pick<Attributes, 'rows' | 'columns'>): boolean {
  return [...rows, ...columns].some(zeros => zeros > 0);
}

/**
 * TensorFlow hands a gradient with explicit zeros to Eigen, which takes twice as long as oneDNN. Zeros that `SAME` would add are
 * said so; others become a part of the map, which is cut off again.
 */
function inputGradient(dy: tf.Tensor, filter: tf.Tensor4D, shape: Shape4D, attributes: Attributes): tf.Tensor {
  const { stride, rows, columns } = attributes;
  const [batch, height, width, channels] = shape;
  const gradient = (padding: 'SAME' | 'VALID', sizes: number[]): tf.Tensor => {
    const inputs = [tf.tensor1d(sizes, 'int32'), filter, dy];
    return only(
      executeOp('Conv2DBackpropInput', [...commonAttributes(stride), attribute.text('padding', padding)], inputs, 1),
    );
  };
  return tf.tidy(() => {
    const [filterHeight, filterWidth] = filter.shape;
    const same = [zerosAround(height, filterHeight, stride, 'same'), zerosAround(width, filterWidth, stride, 'same')];
    if (same.join() === [rows, columns].join()) return gradient('SAME', shape);
    if (!hasZeros(attributes)) return gradient('VALID', shape);
    const padded = gradient('VALID', [batch, height + sum(rows), width + sum(columns), channels]);
    return tf.slice(padded, [0, rows[0], columns[0], 0], shape);
  });
}

function sum([before, after]: Padding): number {
  return before + after;
}

function filterGradient(dy: tf.Tensor, x: tf.Tensor4D, filter: tf.Tensor4D, attributes: Attributes): tf.Tensor {
  const [height, width] = filter.shape;
  const { stride, rows, columns } = attributes;
  const isProduct = height * width === 1 && stride === 1;
  if (ownKernelsRun() && isProduct && productIsFaster(x.shape)) return productGradient(dy, x, filter);
  if (ownKernelsRun() && (isProduct || height * width > 1)) {
    const placement = { stride, pad_top: rows[0], pad_left: columns[0] };
    const own = Object.entries(placement).map(([name, value]) => attribute.integer(name, value));
    return only(executeOp('ArcfaceConvFilterGrad', own, [dy, x, filter], 1));
  }
  return tf.tidy(() => {
    const inputs = [x, tf.tensor1d(filter.shape, 'int32'), dy];
    return only(executeOp('Conv2DBackpropFilter', opAttributes(attributes), inputs, 1));
  });
}

/**
 * A 1×1 filter's gradient is the matrix product xᵀ·dy over all pixels. TensorFlow's is the fastest where they are many or few
 * (140 to 160 GFLOP/s on two cores with AVX2, where oneDNN's convolution makes 115 to 130), ours between (125 to 150 against 110 to 130).
 */
function productIsFaster([batch, height, width]: Shape4D): boolean {
  const pixels = batch * height * width;
  return pixels <= 512 || pixels > 10_000;
}

function productGradient(dy: tf.Tensor, x: tf.Tensor4D, filter: tf.Tensor4D): tf.Tensor {
  return tf.tidy(() => {
    const [inputs, outputs] = filter.shape.slice(2) as [number, number];
    const product = tf.matMul(tf.reshape(x, [-1, inputs]), tf.reshape(dy, [-1, outputs]), true, false);
    return tf.reshape(product, filter.shape);
  });
}

function only(outputs: tf.Tensor[]): tf.Tensor {
  return outputs[0] as tf.Tensor;
}
