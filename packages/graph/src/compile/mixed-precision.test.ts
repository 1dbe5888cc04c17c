import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchNormAdd, batchNormOfBatch } from '../fused/batch-norm.js';
import { convolve } from '../fused/convolution.js';
import { depthwiseConvSame } from '../fused/depthwise-conv.js';
import { float32Product, stayFloat32 } from '../fused/float32-product.js';
import { scaleShift, scaleShiftAdd } from '../fused/scale-shift.js';
import { profileOfStep } from '../profile/step-profile.js';
import { startTensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { sampleNumbers } from '../testing/sample-numbers.js';
import { compile } from './compile.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

type Precision = 'float32' | 'bfloat16';
type Maps = tf.Tensor4D[];
const channels = 32;
const mapShape: [number, number, number, number] = [2, 7, 5, channels];

/** To the nearest bfloat16, ties to even. */
function rounded(values: Iterable<number>): number[] {
  const floats = Float32Array.from(values);
  const bits = new Uint32Array(floats.buffer);
  for (const [i, bit] of bits.entries()) bits[i] = ((bit + 0x7fff + ((bit >>> 16) & 1)) >>> 16) << 16;
  return [...floats];
}

const perChannel = (name: string): tf.Tensor1D => tf.tensor1d(rounded(sampleNumbers(name, channels)));

/** A convolution that changes nothing: what stands between two of them has maps of bfloat16 under that precision, and dy comes as one. */
function unchanged(x: tf.Tensor4D): tf.Tensor4D {
  return convolve(x, tf.reshape(tf.eye(channels), [1, 1, channels, channels]));
}

/** An op between convolutions, and the gradients of its maps and of a parameter a channel. */
async function run(op: (parameter: tf.Tensor1D, ...maps: Maps) => tf.Tensor4D, mapCount: number, precision: Precision) {
  const names = Array.from({ length: mapCount }, (_, i) => `map${i}`);
  const compiled = compile(
    inputs => {
      const maps = names.map(name => inputs[name] as tf.Tensor4D);
      const around = (...[parameter, ...values]: [tf.Tensor1D, ...Maps]): tf.Tensor4D =>
        unchanged(op(parameter, ...values.map(unchanged)));
      const values: [tf.Tensor1D, ...Maps] = [perChannel('parameter'), ...maps];
      const y = around(...values);
      const dy = tf.tensor4d(rounded(sampleNumbers('dy', y.size)), y.shape);
      const gradients = tf.grads(around as (...values: tf.Tensor[]) => tf.Tensor)(values, dy);
      // What is fetched is never narrowed: hence an op between.
      return { outputs: Object.fromEntries([y, ...gradients].map(stayFloat32).entries()) };
    },
    {
      inputs: Object.fromEntries(names.map(name => [name, { shape: mapShape, dtype: 'float32' as const }])),
      variables: await newVariables({}, { precision }),
    },
  );
  const size = mapShape.reduce((product, length) => product * length, 1);
  const feeds = Object.fromEntries(names.map(name => [name, Float32Array.from(rounded(sampleNumbers(name, size)))]));
  const { outputs } = await compiled.run(feeds);
  const [y, parameter, ...maps] = Object.values(outputs).map(({ data }) => [...(data as Float32Array)]);
  return { maps: [y as number[], ...maps], parameter: parameter as number[] };
}

const norm = (scale: tf.Tensor1D) => ({ scale, offset: perChannel('offset') });

describe("in bfloat16 our kernels give float32's result, rounded once:", () => {
  it.each<[string, (parameter: tf.Tensor1D, ...maps: Maps) => tf.Tensor4D, number]>([
    ['batch norm', (scale, x) => batchNormOfBatch(x as tf.Tensor4D, norm(scale), 1e-3).output, 1],
    [
      'batch norm and PReLU',
      (slope, x) => batchNormOfBatch(x as tf.Tensor4D, { ...norm(perChannel('scale')), slope }, 1e-3).output,
      1,
    ],
    [
      'batch norm and addition',
      (scale, x, addend) =>
        batchNormAdd(x as tf.Tensor4D, norm(scale), addend as tf.Tensor4D, { epsilon: 1e-3 }).output,
      2,
    ],
    [
      'batch norm, addition and ReLU',
      (scale, x, addend) =>
        batchNormAdd(x as tf.Tensor4D, norm(scale), addend as tf.Tensor4D, { epsilon: 1e-3, relu: true }).output,
      2,
    ],
    ...[1, 2].map(
      stride =>
        [
          `depthwise convolution, stride ${stride}`,
          (scale: tf.Tensor1D, x: tf.Tensor4D) => {
            const filter = tf.reshape(tf.tensor1d(sampleNumbers('filter', 9 * channels)), [3, 3, channels, 1]);
            return depthwiseConvSame(x, tf.mul(filter, tf.reshape(scale, [channels, 1])), stride);
          },
          1,
        ] as [string, (parameter: tf.Tensor1D, ...maps: Maps) => tf.Tensor4D, number],
    ),
  ])('%s', async (_, op, mapCount) => {
    const [exact, narrow] = [await run(op, mapCount, 'float32'), await run(op, mapCount, 'bfloat16')];
    expect(narrow.maps).toEqual(exact.maps.map(rounded));
    expect(narrow.parameter).toEqual(exact.parameter);
  });
});

const forwardOnly: Record<string, (x: tf.Tensor4D, addend: tf.Tensor4D) => tf.Tensor4D> = {
  'scale and shift': x => scaleShift([x, perChannel('gain'), perChannel('shift')]),
  'scale, shift and PReLU': x => scaleShift([x, perChannel('gain'), perChannel('shift'), perChannel('slope')]),
  ...Object.fromEntries(
    [false, true].map(relu => [
      `scale, shift and addition ${relu ? 'with' : 'without'} ReLU`,
      (x: tf.Tensor4D, addend: tf.Tensor4D) =>
        scaleShiftAdd({ x, gain: perChannel('gain'), shift: perChannel('shift'), addend }, { relu }),
    ]),
  ),
};

it.each(Object.entries(forwardOnly))('%s gives the same rounded once, too', async (_, op) => {
  const result = async (precision: Precision): Promise<number[]> => {
    const shaped = { shape: mapShape, dtype: 'float32' as const };
    const compiled = compile(
      ({ x, addend }) => ({
        outputs: { y: unchanged(op(unchanged(x as tf.Tensor4D), unchanged(addend as tf.Tensor4D))) },
      }),
      { inputs: { x: shaped, addend: shaped }, variables: await newVariables({}, { precision }) },
    );
    const size = mapShape.reduce((product, length) => product * length, 1);
    const values = (name: string) => Float32Array.from(rounded(sampleNumbers(name, size)));
    const { outputs } = await compiled.run({ x: values('x'), addend: values('addend') });
    return Array.from(outputs['y']?.data as Float32Array);
  };
  expect(await result('bfloat16')).toEqual(rounded(await result('float32')));
});

it.each([
  [2, [3, 3], 1, 17, 40, 9],
  [2, [3, 3], 2, 12, 33, 8],
  [2, [7, 7], 2, 3, 64, 11],
  [2, [1, 1], 1, 5, 70, 20],
  // Blocks of some rows of a map, and filters that are smaller than their stride.
  [2, [3, 3], 1, 48, 32, 40],
  [2, [3, 3], 2, 32, 48, 61],
  [2, [5, 5], 3, 33, 20, 16],
  [2, [2, 2], 3, 16, 16, 14],
  // Blocks of several images, as many in each or fewer in the last, and inputs in groups.
  [37, [3, 3], 1, 17, 40, 5],
  [300, [3, 3], 2, 12, 33, 8],
  [3, [3, 3], 1, 70, 90, 4],
] as const)(
  "a filter's gradient is summed in float32: %i images, %j, stride %i, %i to %i channels, %i wide",
  async (batch, [height, width], stride, inputs, outputs, side) => {
    const gradient = async (precision: Precision): Promise<Float32Array> => {
      const filterShape: [number, number, number, number] = [height, width, inputs, outputs];
      const compiled = compile(
        ({ x }) => {
          const apply = (filter: tf.Tensor) => convolve(x as tf.Tensor4D, filter as tf.Tensor4D, { stride });
          const filter = tf.fill(filterShape, 0.5);
          const y = apply(filter);
          return {
            outputs: { y: tf.grad(apply)(filter, tf.tensor4d(rounded(sampleNumbers('dy', y.size)), y.shape as never)) },
          };
        },
        {
          inputs: { x: { shape: [batch, side, side, inputs], dtype: 'float32' } },
          variables: await newVariables({}, { precision }),
        },
      );
      const x = Float32Array.from(rounded(sampleNumbers('x', batch * side * side * inputs)));
      return (await compiled.run({ x })).outputs['y']?.data as Float32Array;
    };
    const [exact, narrow] = [await gradient('float32'), await gradient('bfloat16')];
    const largest = Math.max(...exact.map(Math.abs));
    const off = Math.max(...exact.map((value, i) => Math.abs(value - (narrow[i] as number))));
    expect(off / largest).toBeLessThan(1e-5);
  },
);

it('keeps the maps of a net in bfloat16 from one convolution to the next', async () => {
  const mebibytes = async (precision: Precision): Promise<Record<string, number>> => {
    const shaped = { shape: [4, 32, 32, channels], dtype: 'float32' as const };
    const compiled = compile(
      ({ x }) => {
        const normalized = (map: tf.Tensor4D) =>
          batchNormOfBatch(unchanged(map), { ...norm(perChannel('scale')), slope: perChannel('slope') }, 1e-3).output;
        const y = unchanged(
          depthwiseConvSame(normalized(normalized(x as tf.Tensor4D)), tf.ones([3, 3, channels, 1]), 1),
        );
        return { outputs: { mean: tf.mean(y) } };
      },
      { inputs: { x: shaped }, variables: await newVariables({}, { precision }) },
    );
    const feeds = { x: new Float32Array(4 * 32 * 32 * channels).fill(1) };
    await compiled.run(feeds);
    const { rows } = profileOfStep(await compiled.profile(feeds), () => undefined);
    return Object.fromEntries(rows.map(({ op, outputMiB }) => [op, outputMiB]));
  };
  const [wide, narrow] = [await mebibytes('float32'), await mebibytes('bfloat16')];
  for (const op of ['ArcfaceBatchNormPrelu', 'ArcfaceDepthwiseConv']) {
    expect((narrow[op] as number) / (wide[op] as number)).toBeCloseTo(0.5, 2);
  }
  // One map is cast as it comes in, and one as it goes out to the mean, in which tfjs casts what is float32 already.
  const map = wide['ArcfaceDepthwiseConv'] as number;
  expect((narrow['Cast'] as number) - (wide['Cast'] as number)).toBeCloseTo(map / 2 + map, 2);
});

it('computes in float32 what is to stay so, behind a product of bfloat16', async () => {
  const result = async (precision: Precision): Promise<number[]> => {
    const weights = tf.mul(tf.eye(64), 1 + 2 ** -10) as tf.Tensor2D;
    const variables = await newVariables({ w: weights }, { precision });
    const compiled = compile(
      ({ x }, { w }) => {
        const narrow = tf.matMul(tf.relu(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)), w as tf.Tensor2D);
        const head = (embeddings: tf.Tensor) =>
          float32Product(tf.mul(stayFloat32(embeddings), 1 + 2 ** -10) as tf.Tensor2D, w as tf.Tensor2D);
        return { outputs: { y: head(narrow), gradient: tf.grad(head)(narrow, tf.ones([1, 64])) } };
      },
      { inputs: { x: { shape: [1, 64], dtype: 'float32' } }, variables },
    );
    const { outputs } = await compiled.run({ x: new Float32Array(64).fill(1) });
    return [Number(outputs['y']?.data[0]), Number(outputs['gradient']?.data[0])];
  };
  // bfloat16 has 8 bits: 1 + 2⁻¹⁰ is 1 in it. Two factors of it come before, two in the head.
  const factor = 1 + 2 ** -10;
  const close = (values: number[]) => values.map(value => expect.closeTo(value, 6));
  expect(await result('float32')).toEqual(close([factor ** 4, factor ** 2]));
  expect(await result('bfloat16')).toEqual(close([factor ** 2, factor ** 2]));
});
