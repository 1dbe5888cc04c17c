import { UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { readValues } from '../testing/read-values.js';
import { type Compiled, compile } from './compile.js';
import type { Variables } from './variables.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const scalar = { shape: [], dtype: 'float32' } as const;

describe('updates', () => {
  it('are seen by the next run, and by every function on the same variables', async () => {
    const variables = await newVariables({ count: 10, other: 1 });
    const add = compile(({ by }, { count }) => ({ outputs: {}, updates: { count: tf.add(count as tf.Tensor, by) } }), {
      inputs: { by: scalar },
      variables,
    });
    const double = compile((_, { count }) => ({ outputs: { twice: tf.mul(count as tf.Tensor, 2) } }), {
      inputs: {},
      variables,
    });
    await add.run({ by: 1 });
    await add.run({ by: 0.5 });
    expect((await double.run({})).outputs['twice']?.data).toEqual(Float32Array.of(23)); // 2·(10 + 1 + ½)
    expect(await readValues(variables)).toEqual({ count: [11.5], other: [1] });
  });

  it('are computed from the values before, all of them', async () => {
    const variables = await newVariables({ a: [1, 2], b: [3, 4] });
    const swap = compile(
      (_, { a, b }) => ({ outputs: { a: a as tf.Tensor }, updates: { a: b as tf.Tensor, b: a as tf.Tensor } }),
      { inputs: {}, variables },
    );
    for (let i = 0; i < 3; i++) await swap.run({});
    expect(await readValues(variables)).toEqual({ a: [3, 4], b: [1, 2] });
    expect((await swap.run({})).outputs['a']?.data).toEqual(Float32Array.of(3, 4));
  });

  it('of int32 and bool variables keep their type', async () => {
    const variables = await newVariables({ steps: tf.scalar(6, 'int32'), seen: tf.tensor1d([1, 0], 'bool') });
    const step = compile(
      (_, { steps, seen }) => ({
        outputs: {},
        updates: { steps: tf.add(steps as tf.Tensor, tf.scalar(1, 'int32')), seen: tf.logicalNot(seen as tf.Tensor) },
      }),
      { inputs: {}, variables },
    );
    await step.run({});
    const values = await variables.read();
    expect(Object.entries(values).map(([name, { dtype }]) => [name, dtype])).toEqual([
      ['steps', 'int32'],
      ['seen', 'bool'],
    ]);
    expect(await readValues(variables)).toEqual({ steps: [7], seen: [0, 1] });
    tf.dispose(values);
  });

  it('train: gradient descent finds the minimum', async () => {
    const variables = await newVariables({ w: [5, -3] });
    const descend = compile(
      ({ rate }, { w }) => {
        const distance = (x: tf.Tensor): tf.Scalar => tf.sum(tf.squaredDifference(x, tf.tensor1d([1, 2])));
        const { value, grad } = tf.valueAndGrad(distance)(w as tf.Tensor);
        return { outputs: { loss: value }, updates: { w: tf.sub(w as tf.Tensor, tf.mul(rate, grad)) } };
      },
      { inputs: { rate: scalar }, variables },
    );
    const losses: number[] = [];
    for (let i = 0; i < 3; i++) losses.push(Number((await descend.run({ rate: 0.25 })).outputs['loss']?.data[0]));
    // Each step halves the distance: 4² + 5², then a quarter of it, …
    expect(losses).toEqual([41, 41 / 4, 41 / 16]);
    expect(await readValues(variables)).toEqual({ w: [1 + 4 / 8, 2 - 5 / 8] });
  });

  it('are not applied, not one of them, when another value cannot be computed', async () => {
    const variables = await newVariables({ a: 1, b: 2 });
    const step = compile(
      ({ index }, { a, b }) => {
        const picked = tf.gather(tf.tensor1d([7, 8]), index as tf.Tensor1D);
        return {
          outputs: { picked },
          updates: { a: tf.add(a as tf.Tensor, 1), b: tf.add(b as tf.Tensor, tf.sum(picked)) },
        };
      },
      { inputs: { index: { shape: [1], dtype: 'int32' } }, variables },
    );
    for (let i = 0; i < 20; i++) await expect(step.run({ index: Int32Array.of(2) })).rejects.toThrow('indices[0] = 2');
    expect(await readValues(variables)).toEqual({ a: [1], b: [2] });
    await step.run({ index: Int32Array.of(1) });
    expect(await readValues(variables)).toEqual({ a: [2], b: [10] });
  });

  it('are not applied when an output cannot be computed', async () => {
    const variables = await newVariables({ a: 1 });
    const step = compile(
      ({ index }, { a }) => ({
        outputs: { picked: tf.gather(tf.tensor1d([7, 8]), index as tf.Tensor1D) },
        updates: { a: tf.add(a as tf.Tensor, 1) },
      }),
      { inputs: { index: { shape: [1], dtype: 'int32' } }, variables },
    );
    for (let i = 0; i < 20; i++)
      await expect(step.run({ index: Int32Array.of(-1) })).rejects.toThrow('indices[0] = -1');
    expect(await readValues(variables)).toEqual({ a: [1] });
  });
});

describe('a guard', () => {
  type Inputs = { by: typeof scalar; pixels: { shape: [number]; dtype: 'uint8' } };
  const guarded = (variables: Variables): Compiled<Inputs> =>
    compile(
      ({ by, pixels }, { a, b }) => {
        const sum = tf.add(a as tf.Tensor, by);
        return {
          outputs: { sum, pixel: tf.max(pixels) },
          updates: { a: sum, b: tf.div(b as tf.Tensor, by) },
          guard: tf.all(tf.isFinite(sum)),
        };
      },
      { inputs: { by: scalar, pixels: { shape: [4], dtype: 'uint8' } }, variables },
    );
  const pixels = Uint8Array.of(1, 2, 3, 4);
  const initial = { a: [0.1, Number.NaN], b: [-0, 1e-40] };

  it('that is false leaves the variables as they are, to the bit, and gives the outputs', async () => {
    const variables = await newVariables(initial);
    const before = await readValues(variables);
    const { outputs, applied } = await guarded(variables).run({ by: 3, pixels });
    expect(applied).toBe(false);
    expect(outputs['sum']?.data).toEqual(Float32Array.of(Math.fround(Math.fround(0.1) + 3), Number.NaN));
    expect(outputs['pixel']?.data).toEqual(Float32Array.of(4));
    expect(await readValues(variables)).toEqual(before);
  });

  it('that is true lets the updates through', async () => {
    const variables = await newVariables({ a: [1, 2], b: [6, 9] });
    const { applied } = await guarded(variables).run({ by: 3, pixels });
    expect(applied).toBe(true);
    expect(await readValues(variables)).toEqual({ a: [4, 5], b: [2, 3] });
  });

  it('that is false gives outputs of the inputs as they were, though the caller has changed them since', async () => {
    const variables = await newVariables({ a: [Number.NaN] });
    const step = compile(
      ({ x }, { a }) => ({
        outputs: { x },
        updates: { a: a as tf.Tensor },
        guard: tf.all(tf.isFinite(a as tf.Tensor)),
      }),
      { inputs: { x: { shape: [2], dtype: 'float32' } }, variables },
    );
    const x = Float32Array.of(1, 2);
    const run = step.run({ x });
    x.fill(9);
    expect(await run).toMatchObject({ applied: false, outputs: { x: { data: Float32Array.of(1, 2) } } });
  });

  it('that is false hides no other error', async () => {
    const variables = await newVariables({ a: 1 });
    const step = compile(
      ({ index }, { a }) => ({
        outputs: { picked: tf.gather(tf.tensor1d([7, 8]), index as tf.Tensor1D) },
        updates: { a: a as tf.Tensor },
        guard: tf.scalar(false),
      }),
      { inputs: { index: { shape: [1], dtype: 'int32' } }, variables },
    );
    await expect(step.run({ index: Int32Array.of(2) })).rejects.toThrow('indices[0] = 2');
    expect(await step.run({ index: Int32Array.of(1) })).toMatchObject({ applied: false });
  });

  it('of another step does not stop this one', async () => {
    const variables = await newVariables({ a: 1 });
    const never = compile((_, { a }) => ({ outputs: {}, updates: { a: a as tf.Tensor }, guard: tf.scalar(false) }), {
      inputs: {},
      variables,
    });
    const always = compile((_, { a }) => ({ outputs: {}, updates: { a: tf.neg(a as tf.Tensor) } }), {
      inputs: {},
      variables,
    });
    expect((await Promise.all([never.run({}), always.run({})])).map(({ applied }) => applied)).toEqual([false, true]);
    expect(await readValues(variables)).toEqual({ a: [-1] });
  });

  it('has to be a bool scalar', async () => {
    const variables = await newVariables({ a: [1, 2] });
    const withGuard = (guard: (a: tf.Tensor) => tf.Tensor) => () =>
      compile((_, { a }) => ({ outputs: {}, updates: { a: a as tf.Tensor }, guard: guard(a as tf.Tensor) }), {
        inputs: {},
        variables,
      });
    const message = (received: string): string =>
      `Expected a guard that is a bool scalar but received ${received} (compile). Reduce it by tf.all or tf.any.`;
    expect(withGuard(tf.isFinite)).toThrow(new UsageError(message('[2] bool')));
    expect(withGuard(tf.sum)).toThrow(new UsageError(message('[] float32')));
  });
});

describe('what a function returns is refused', () => {
  const refusal = async (computed: unknown): Promise<unknown> => {
    const variables = await newVariables({ w: [[1, 2]], n: tf.scalar(1, 'int32') });
    try {
      return compile(() => (computed as () => never)(), { inputs: {}, variables });
    } catch (error) {
      return error;
    }
  };
  const wanted =
    'Expected a function that returns { outputs, updates?, guard? }, tensors by name, at least one of them';

  it.each([
    ['nothing', () => undefined, 'no outputs'],
    ['no outputs', () => ({ updates: {} }), 'no outputs'],
    ['no tensor at all', () => ({ outputs: {}, guard: tf.scalar(true) }), 'none'],
    ['a number as an output', () => ({ outputs: { loss: 3 } }), 'number as outputs.loss'],
    ['an array as an update', () => ({ outputs: {}, updates: { w: [1] } }), 'object as updates.w'],
    ['a boolean as a guard', () => ({ outputs: { x: tf.scalar(1) }, guard: true }), 'boolean as guard'],
  ])('for %s', async (_, computed, received) => {
    expect(await refusal(computed)).toEqual(new UsageError(`${wanted} but received ${received} (compile).`));
  });

  it('for an update of an unknown variable', async () => {
    expect(await refusal(() => ({ outputs: {}, updates: { v: tf.scalar(1) } }))).toEqual(
      new UsageError('Expected a variable out of w, n but received "v" (Variables).'),
    );
  });

  it('for an update of another shape or type', async () => {
    const message = (expected: string, received: string): UsageError =>
      new UsageError(`Expected the update of ${expected} but received ${received} (compile).`);
    expect(await refusal(() => ({ outputs: {}, updates: { w: tf.zeros([2, 1]) } }))).toEqual(
      message('"w" of shape [1, 2] float32', '[2, 1] float32'),
    );
    expect(await refusal(() => ({ outputs: {}, updates: { n: tf.scalar(1) } }))).toEqual(
      message('"n" of shape [] int32', '[] float32'),
    );
  });
});
