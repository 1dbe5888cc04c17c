import { UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensorflow, tensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { readValues } from '../testing/read-values.js';
import { compile } from './compile.js';
import { Variables } from './variables.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

describe('Variables', () => {
  it("start with the values of tensors, which stay the caller's", async () => {
    const w = tf.tensor2d([[1, 2]]);
    const variables = await newVariables({ w: w.clone() });
    w.dispose();
    expect(await readValues(variables)).toEqual({ w: [1, 2] });
    const kept = tf.scalar(3);
    (await Variables.create({ kept })).dispose();
    expect(kept.dataSync()[0]).toBe(3);
  });

  it('are read with their shape and type, all or those that are named', async () => {
    const variables = await newVariables({ a: [[1.5, 2]], b: tf.scalar(3, 'int32'), c: tf.tensor1d([1, 0], 'bool') });
    const all = await variables.read();
    const described = Object.entries(all).map(([name, { shape, dtype }]) => [name, shape, dtype]);
    expect(described).toEqual([
      ['a', [1, 2], 'float32'],
      ['b', [], 'int32'],
      ['c', [2], 'bool'],
    ]);
    const some = await variables.read(['c', 'a']);
    expect(Object.keys(some)).toEqual(['c', 'a']);
    expect(await variables.read([])).toEqual({});
    tf.dispose([all, some]);
  });

  it('give a GraphDef that TensorFlow loads, with what was compiled', async () => {
    const variables = await newVariables({ w: [2] });
    const inputs = { x: { shape: [1], dtype: 'float32' } } as const;
    compile(({ x }, { w }) => ({ outputs: { y: tf.mul(x, w as tf.Tensor) } }), { name: 'product', inputs, variables });
    const graph = new (tensorflow().addon.Graph)();
    graph.load(variables.graphDef(), 'again');
    expect(graph.find('again/variables/0_w/handle')).toBeDefined();
    const [, scope] = /(product_\d+)\/Mul_/.exec(Buffer.from(variables.graphDef()).toString('latin1')) ?? [];
    expect(graph.find(`again/${scope}/inputs/0_x`)).toBeDefined();
    expect(graph.find(`again/${scope}/inputs/1_y`)).toBeUndefined();
  });

  it('may be none', async () => {
    const variables = await newVariables({});
    expect(variables.names).toEqual([]);
    expect(await variables.read()).toEqual({});
  });

  it('are seen by compiled functions as soon as they are written', async () => {
    const variables = await newVariables({ a: [1, 2], b: 5 });
    const give = compile((_, { a, b }) => ({ outputs: { y: tf.add(a as tf.Tensor, b as tf.Tensor) } }), {
      inputs: {},
      variables,
    });
    const a = tf.tensor1d([10, 20]);
    await variables.write({ a });
    a.dispose();
    expect((await give.run({})).outputs['y']?.data).toEqual(Float32Array.of(15, 25));
  });

  it('of another set with the same names are others', async () => {
    const [one, two] = [await newVariables({ a: 1 }), await newVariables({ a: 2 })];
    await one.write({ a: tf.scalar(7) });
    expect([await readValues(one), await readValues(two)]).toEqual([{ a: [7] }, { a: [2] }]);
  });

  it('leave no tensor of tfjs behind', async () => {
    const before = tf.memory().numTensors;
    const variables = await newVariables({ a: [1, 2] });
    const values = await variables.read();
    await variables.write(values);
    tf.dispose(values);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('Variables refuse', () => {
  it('an unknown name', async () => {
    const variables = await newVariables({ a: 1, b: 2 });
    const error = new UsageError('Expected a variable out of a, b but received "c" (Variables).');
    await expect(variables.read(['c'])).rejects.toEqual(error);
    await expect(variables.write({ c: tf.scalar(1) })).rejects.toEqual(error);
  });

  it('values of another shape or type, and write none of the others then', async () => {
    const variables = await newVariables({ a: [1, 2], b: 3 });
    await expect(variables.write({ b: tf.scalar(4), a: tf.zeros([3]) })).rejects.toEqual(
      new UsageError('Expected "a" of shape [2] float32 but received [3] float32 (Variables.write).'),
    );
    await expect(variables.write({ b: tf.scalar(4), a: tf.zeros([2], 'int32') })).rejects.toEqual(
      new UsageError('Expected "a" of shape [2] float32 but received [2] int32 (Variables.write).'),
    );
    expect(await readValues(variables)).toEqual({ a: [1, 2], b: [3] });
  });

  it('a type that a graph has no arrays for', async () => {
    await expect(Variables.create({ names: tf.tensor1d(['a', 'b']) })).rejects.toEqual(
      new UsageError('Expected the variable "names" of type float32, int32 or bool but received string (Variables).'),
    );
  });

  it('session options that are none', async () => {
    await expect(Variables.create({}, { intraOpThreads: -1 })).rejects.toThrow(UsageError);
  });
});

it('computes in the precision that the session was made for, and keeps float32 variables', async () => {
  // bfloat16 has 8 bits: 1 + 2⁻¹² is 1 in it.
  const nearOne = 1 + 2 ** -12;
  const product = async (precision: 'float32' | 'bfloat16'): Promise<number> => {
    const variables = await newVariables({ w: tf.fill([64, 64], nearOne) }, { precision });
    const multiply = compile(
      ({ x }, { w }) => ({
        outputs: { y: tf.relu(tf.matMul(tf.relu(tf.matMul(x as tf.Tensor2D, w as tf.Tensor2D)), w as tf.Tensor2D)) },
      }),
      { inputs: { x: { shape: [1, 64], dtype: 'float32' } }, variables },
    );
    const { outputs } = await multiply.run({ x: new Float32Array(64).fill(1) });
    expect((await readValues(variables))['w']?.[0]).toBe(nearOne);
    return Number(outputs['y']?.data[0]);
  };
  expect(await product('float32')).toBeCloseTo(64 * 64 * nearOne ** 2, 2);
  expect(await product('bfloat16')).toBe(64 * 64);
});
