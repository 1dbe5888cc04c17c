import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { sampleNumbers } from '../testing/sample-numbers.js';
import { compile } from './compile.js';
import type { InputSpec } from './compiled-inputs.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const floats = (...shape: number[]): InputSpec => ({ shape, dtype: 'float32' });
const sample = (name: string, count: number): Float32Array => Float32Array.from(sampleNumbers(name, count));

/** What one function of one array gives, compiled. */
async function computed(
  fn: (x: tf.Tensor) => tf.Tensor[],
  values: Float32Array | Int32Array | Uint8Array,
  spec: InputSpec,
): Promise<{ shape: readonly number[]; values: number[] }[]> {
  const compiled = compile(
    ({ x }) => ({ outputs: Object.fromEntries(fn(x as tf.Tensor).map((value, i) => [`output${i}`, value])) }),
    { inputs: { x: spec }, variables: await newVariables() },
  );
  const { outputs } = await compiled.run({ x: values });
  return Object.values(outputs).map(({ shape, data }) => ({ shape, values: [...data].map(Number) }));
}

/** The same by tfjs, op for op. */
function eager(fn: (x: tf.Tensor) => tf.Tensor[], x: tf.Tensor): { shape: number[]; values: number[] }[] {
  return tf.tidy(() => fn(x).map(value => ({ shape: value.shape, values: [...value.dataSync()] })));
}

describe('a compiled function', () => {
  it('computes what its ops say', async () => {
    const variables = await newVariables({ weights: [[2, -1]], offset: [10, 20] });
    const layer = compile(
      ({ x }, { weights, offset }) => ({
        outputs: { y: tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, weights as tf.Tensor2D), offset as tf.Tensor)) },
      }),
      { inputs: { x: floats(3, 1) }, variables },
    );
    const { outputs, applied } = await layer.run({ x: Float32Array.of(1, 2, 30) });
    expect(outputs['y']).toEqual({
      dtype: 1,
      shape: [3, 2],
      data: Float32Array.of(12, 19, 14, 18, 70, 0), // 30·(−1) + 20 < 0
    });
    expect(applied).toBe(true);
  });

  it("gives tfjs's gradients", async () => {
    const x = tf.tensor4d(sample('x', 2 * 6 * 6 * 3), [2, 6, 6, 3]);
    const filter = tf.tensor4d(sample('filter', 3 * 3 * 3 * 4), [3, 3, 3, 4]);
    const loss = (image: tf.Tensor, taps: tf.Tensor): tf.Scalar => {
      const map = tf.elu(tf.conv2d(image as tf.Tensor4D, taps as tf.Tensor4D, 2, 'same'));
      return tf.sum(tf.square(tf.logSoftmax(tf.mean(map, [1, 2]))));
    };
    const differentiate = (image: tf.Tensor, taps: tf.Tensor): tf.Tensor[] => {
      const { value, grads } = tf.valueAndGrads(loss)([image, taps]);
      return [value, ...grads];
    };
    const compiled = compile(
      (inputs, variables) => ({
        outputs: Object.fromEntries(differentiate(inputs.x, variables['filter'] as tf.Tensor).entries()),
      }),
      { inputs: { x: floats(2, 6, 6, 3) }, variables: await newVariables({ filter: filter.clone() }) },
    );
    const { outputs } = await compiled.run({ x: x.dataSync() as Float32Array });
    const expected = differentiate(x, filter);
    expect(Object.values(outputs).map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
    for (const [i, value] of expected.entries()) {
      const difference = tf.max(tf.abs(tf.sub(tf.tensor(outputs[i]?.data as Float32Array, value.shape), value)));
      expect(difference.dataSync()[0]).toBeLessThan(1e-5);
    }
  });

  // By name, so that a counterexample can be read.
  const unaryOps = { abs: tf.abs, square: tf.square, tanh: tf.tanh, sigmoid: tf.sigmoid, relu: tf.relu, neg: tf.neg };
  const joiningOps = { add: tf.add, mul: tf.mul, maximum: tf.maximum, sub: tf.sub };
  it('gives what tfjs gives, whatever ops follow one another', async () => {
    const step = fc.record({
      unary: fc.constantFrom(...(Object.keys(unaryOps) as (keyof typeof unaryOps)[])),
      joining: fc.constantFrom(...(Object.keys(joiningOps) as (keyof typeof joiningOps)[])),
      back: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async steps => {
        const chain = (x: tf.Tensor): tf.Tensor[] => {
          const made = [x];
          for (const { unary, joining, back } of steps) {
            const last = made.at(-1) as tf.Tensor;
            const earlier = made[Math.max(0, made.length - 1 - back)] as tf.Tensor;
            made.push(joiningOps[joining](unaryOps[unary](last), earlier));
          }
          return made;
        };
        const values = Float32Array.of(-0.9, -0.25, 0, 0.5, 0.75);
        const ours = await computed(chain, values, floats(5));
        const theirs = eager(chain, tf.tensor1d(values));
        for (const [i, { values: expected }] of theirs.entries()) {
          for (const [j, value] of expected.entries()) {
            const tolerance = 1e-5 * Math.max(1, Math.abs(value));
            expect(Math.abs((ours[i]?.values[j] as number) - value)).toBeLessThanOrEqual(tolerance);
          }
        }
      }),
      { numRuns: 25, seed: 7 },
    );
  });

  const scatteredBack = (x: tf.Tensor, index: tf.Tensor): tf.Tensor[] => [
    tf.grad(y => tf.sum(tf.square(tf.gather(y, index as tf.Tensor1D))))(x),
  ];
  it.each([
    ['concat', x => [tf.concat([x, tf.neg(x), x], 1)]],
    ['stack', x => [tf.stack([x, tf.square(x)], 1)]],
    ['addN', x => [tf.addN([x, x, tf.ones([4, 6])])]],
    ['split', x => tf.split(x, [1, 2, 3], 1)],
    ['unstack', x => tf.unstack(x, 0)],
    ['topk', x => Object.values(tf.topk(x, 2))],
    ['slice', x => [tf.slice(x, [1, 2], [2, 3])]],
    ['transpose', x => [tf.transpose(x, [1, 0])]],
    ['pad', x => [tf.pad(x, [[1, 0], [0, 2]])]], // biome-ignore format: pairs
    ['gather', x => [tf.gather(x, tf.tensor1d([3, 0, 3], 'int32'))]],
    ['gather by computed indices', x => [tf.gather(x, tf.argMax(x, 0)), tf.gather(x, tf.topk(x, 2).indices, 1, 1)]],
    ['the gradient of gather', x => scatteredBack(x, tf.argMax(x, 0))],
    ['argMax', x => [tf.argMax(x, 1)]],
    ['oneHot', x => [tf.oneHot(tf.argMax(x, 1), 6)]],
    ['where', x => [tf.where(tf.greater(x, 0), x, tf.zerosLike(x))]],
    ['cast', x => [tf.cast(x, 'int32'), tf.cast(x, 'bool')]],
    ['reverse', x => [tf.reverse(x, 1)]],
    ['resize', x => [tf.image.resizeBilinear(tf.reshape(x, [1, 4, 6, 1]) as tf.Tensor4D, [8, 3])]],
  ] satisfies [string, (x: tf.Tensor) => tf.Tensor[]][])('takes %s', async (_, fn) => {
    const values = sample('ops', 24);
    expect(await computed(fn, values, floats(4, 6))).toEqual(eager(fn, tf.tensor(values, [4, 6])));
  });

  it('uses the gradient of a tf.customGrad in place of the one of its ops', async () => {
    const passes = tf.customGrad(x => ({
      value: tf.round(x as tf.Tensor),
      gradFunc: (dy: tf.Tensor) => tf.mul(dy, 3),
    }));
    const fn = (x: tf.Tensor): tf.Tensor[] => [passes(x), tf.grad(y => tf.sum(passes(y)))(x)];
    expect(await computed(fn, Float32Array.of(0.4, 1.6), floats(2))).toEqual([
      { shape: [2], values: [0, 2] },
      { shape: [2], values: [3, 3] },
    ]);
  });

  it('differentiates twice', async () => {
    const fn = (x: tf.Tensor): tf.Tensor[] => [tf.grad(y => tf.sum(tf.grad(z => tf.sum(tf.pow(z, 3)))(y)))(x)];
    expect(await computed(fn, Float32Array.of(1, 2), floats(2))).toEqual([{ shape: [2], values: [6, 12] }]); // 6x
  });

  it('is called twice, and not again by a run', async () => {
    let calls = 0;
    const fn = (x: tf.Tensor): tf.Tensor[] => {
      calls++;
      return [tf.neg(x)];
    };
    await computed(fn, Float32Array.of(1), floats(1));
    expect(calls).toBe(2);
  });

  it('executes nothing while it is compiled, and leaves no tensor behind', async () => {
    const variables = await newVariables({ w: tf.zeros([2000, 2000]) });
    const before = tf.memory();
    let during = 0;
    compile(
      (_, { w }) => {
        let product = w as tf.Tensor2D;
        for (let i = 0; i < 50; i++) product = tf.matMul(product, product);
        during = tf.memory().numBytes;
        return { outputs: { y: tf.sum(product) } };
      },
      { inputs: {}, variables },
    );
    expect(tf.memory()).toEqual(before);
    expect(tf.getBackend()).toBe('tensorflow');
    // tfjs counts what the products would take: 16 MB each.
    expect(during - before.numBytes).toBeGreaterThan(50 * 16e6);
  });
});

describe('outputs', () => {
  it('may be a constant, an input, a variable, and one tensor twice', async () => {
    const variables = await newVariables({ w: [7, 8] });
    const compiled = compile(
      ({ x, pixels }, { w }) => ({
        outputs: {
          constant: tf.tensor2d([[1, 2, 3]], [1, 3], 'int32'),
          input: x,
          pixels,
          variable: w as tf.Tensor,
          again: x,
        },
      }),
      { inputs: { x: floats(2), pixels: { shape: [2], dtype: 'uint8' } }, variables },
    );
    const { outputs } = await compiled.run({ x: Float32Array.of(5, 6), pixels: Uint8Array.of(0, 255) });
    expect(outputs).toEqual({
      constant: { dtype: 3, shape: [1, 3], data: Int32Array.of(1, 2, 3) },
      input: { dtype: 1, shape: [2], data: Float32Array.of(5, 6) },
      pixels: { dtype: 1, shape: [2], data: Float32Array.of(0, 255) },
      variable: { dtype: 1, shape: [2], data: Float32Array.of(7, 8) },
      again: { dtype: 1, shape: [2], data: Float32Array.of(5, 6) },
    });
  });

  it('are copies: a later update does not change them', async () => {
    const variables = await newVariables({ w: [1, 2] });
    const compiled = compile(
      (_, { w }) => ({ outputs: { w: w as tf.Tensor }, updates: { w: tf.neg(w as tf.Tensor) } }),
      {
        inputs: {},
        variables,
      },
    );
    const { outputs } = await compiled.run({});
    await compiled.run({});
    expect(outputs['w']?.data).toEqual(Float32Array.of(1, 2));
  });
});

describe('names', () => {
  it('may be ones that TensorFlow does not take, and alike but for such letters', async () => {
    const variables = await newVariables({ 'a b': 1, 'a.b': 2, größe: 3, größë: 4 });
    const compiled = compile(
      (inputs, values) => ({
        outputs: { Σ: tf.addN([inputs['x y'], inputs['x.y'], inputs.guard, ...Object.values(values)]) },
        guard: tf.scalar(true),
      }),
      { inputs: { 'x y': floats(), 'x.y': floats(), guard: floats() }, variables, name: '_train step' },
    );
    const { outputs } = await compiled.run({ 'x y': 10, 'x.y': 20, guard: 30 });
    expect(outputs['Σ']?.data).toEqual(Float32Array.of(70));
  });
});
