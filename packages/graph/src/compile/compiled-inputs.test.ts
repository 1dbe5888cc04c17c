import { ShapeError, UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { type Compiled, compile } from './compile.js';
import type { InputSpec, InputValue } from './compiled-inputs.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** A function that gives its inputs back. */
async function identity<Inputs extends Record<string, InputSpec>>(inputs: Inputs): Promise<Compiled<Inputs>> {
  return compile(given => ({ outputs: { ...given } }), { inputs, variables: await newVariables(), name: 'identity' });
}

describe('inputs', () => {
  it.each([
    [
      'float32',
      Float32Array.of(-0, 0.1, Number.NaN, -Infinity),
      { dtype: 1, data: Float32Array.of(-0, 0.1, NaN, -Infinity) },
    ],
    [
      'int32',
      Int32Array.of(-(2 ** 31), 0, 1, 2 ** 31 - 1),
      { dtype: 3, data: Int32Array.of(-(2 ** 31), 0, 1, 2 ** 31 - 1) },
    ],
    ['bool', Uint8Array.of(0, 1, 0, 255), { dtype: 10, data: Uint8Array.of(0, 1, 0, 1) }],
    ['uint8', Uint8Array.of(0, 1, 128, 255), { dtype: 1, data: Float32Array.of(0, 1, 128, 255) }],
  ] as const)('of type %s arrive as they are', async (dtype, values, expected) => {
    const { outputs } = await (await identity({ x: { shape: [2, 2], dtype } })).run({ x: values });
    expect(outputs['x']).toEqual({ shape: [2, 2], ...expected });
  });

  it('that are scalars may be numbers', async () => {
    const scalar = (dtype: InputSpec['dtype']): InputSpec => ({ shape: [], dtype });
    const compiled = await identity({ rate: scalar('float32'), step: scalar('int32'), on: scalar('bool') });
    const { outputs } = await compiled.run({ rate: 0.5, step: 7, on: 1 });
    expect(Object.values(outputs).map(({ data }) => data)).toEqual([
      Float32Array.of(0.5),
      Int32Array.of(7),
      Uint8Array.of(1),
    ]);
  });

  it('may be empty', async () => {
    const compiled = await identity({ x: { shape: [0, 3], dtype: 'float32' }, pixels: { shape: [0], dtype: 'uint8' } });
    const { outputs } = await compiled.run({ x: new Float32Array(0), pixels: new Uint8Array(0) });
    expect(outputs).toMatchObject({ x: { shape: [0, 3] }, pixels: { shape: [0] } });
  });

  it('have the type that they were compiled for in the function', async () => {
    const seen: Record<string, [string, number[]]> = {};
    compile(
      inputs => {
        for (const [name, { dtype, shape }] of Object.entries(inputs)) seen[name] = [dtype, shape];
        return { outputs: { ...inputs } };
      },
      {
        inputs: { pixels: { shape: [1, 2], dtype: 'uint8' }, labels: { shape: [3], dtype: 'int32' } },
        variables: await newVariables(),
      },
    );
    expect(seen).toEqual({ pixels: ['float32', [1, 2]], labels: ['int32', [3]] });
  });
});

describe('a run is refused', () => {
  const refused = async (values: Record<string, unknown>): Promise<unknown> => {
    const compiled = await identity({
      images: { shape: [2, 3], dtype: 'uint8' },
      rate: { shape: [], dtype: 'float32' },
    });
    return compiled.run(values as { images: InputValue; rate: InputValue }).catch((error: unknown) => error);
  };
  const images = new Uint8Array(6);

  it.each([
    ['an array of another length', new Uint8Array(5), 'Uint8Array of 5'],
    ['an array of another type', new Float32Array(6), 'Float32Array of 6'],
    ['a number for an array', 3, 'the number 3'],
    ['nothing', undefined, 'nothing'],
  ])('for %s', async (_, value, received) => {
    expect(await refused({ images: value, rate: 1 })).toEqual(
      new ShapeError(
        `Expected "images" as Uint8Array of 6 values, [2, 3], which the function was compiled for but received ${received} ` +
          '(run of identity). Compile the function for other inputs anew.',
      ),
    );
  });

  it('for a name that is no input', async () => {
    expect(await refused({ images, rate: 1, lerningRate: 2 })).toEqual(
      new UsageError('Expected inputs images, rate but received "lerningRate" (run of identity).'),
    );
  });

  it('and a later one works', async () => {
    const compiled = await identity({ x: { shape: [1], dtype: 'float32' } });
    await expect(compiled.run({ x: new Float32Array(2) })).rejects.toThrow(ShapeError);
    expect((await compiled.run({ x: Float32Array.of(4) })).outputs['x']?.data).toEqual(Float32Array.of(4));
  });
});

describe('arrays of the caller', () => {
  /** Keeps all threads of Node's pool busy, so that what is run next starts only after the present code has ended. */
  async function busyThreads(): Promise<() => Promise<unknown>> {
    const variables = await newVariables({ w: tf.ones([300, 300]) });
    const long = compile(
      (_, { w }) => {
        let product = w as tf.Tensor2D;
        for (let i = 0; i < 40; i++) product = tf.matMul(product, w as tf.Tensor2D);
        return { outputs: { y: tf.sum(product) } };
      },
      { inputs: {}, variables },
    );
    return () =>
      Promise.all(Array.from({ length: Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) }, () => long.run({})));
  }

  it.each([
    ['float32', Float32Array.of(1, 2)],
    ['int32', Int32Array.of(1, 2)],
    ['bool', Uint8Array.of(1, 0)],
  ] as const)('of type %s may be changed at once', async (dtype, values) => {
    const compiled = await identity({ x: { shape: [2], dtype } });
    const busy = (await busyThreads())();
    const before = values.slice();
    const run = compiled.run({ x: values });
    values.fill(9);
    expect((await run).outputs['x']?.data).toEqual(before);
    await busy;
  });

  it('of bytes are read in place, in memory that is shared between threads', async () => {
    // Such a buffer begins with a page of memory; TensorFlow copies what does not begin at a multiple of 64.
    const Growable = SharedArrayBuffer as unknown as new (n: number, o: { maxByteLength: number }) => SharedArrayBuffer;
    const pixels = new Uint8Array(new Growable(2, { maxByteLength: 4 }), 0, 2);
    const compiled = await identity({ x: { shape: [2], dtype: 'uint8' } });
    const busy = (await busyThreads())();
    const run = compiled.run({ x: pixels });
    pixels.set([3, 4]);
    expect((await run).outputs['x']?.data).toEqual(Float32Array.of(3, 4));
    await busy;
  });

  it.each([0, 1, 7, 64])('of bytes may begin at byte %i of a shared buffer', async offset => {
    const pixels = new Uint8Array(new SharedArrayBuffer(200), offset, 100);
    pixels.set(pixels.map((_, i) => i * 2));
    const compiled = await identity({ x: { shape: [100], dtype: 'uint8' } });
    expect((await compiled.run({ x: pixels })).outputs['x']?.data).toEqual(Float32Array.from(pixels));
  });

  it('of bytes stay what they are while the garbage is collected', async () => {
    const compiled = await identity({ x: { shape: [3_000_000], dtype: 'uint8' } });
    const busy = (await busyThreads())();
    const runs = [1, 2, 3].map(value => compiled.run({ x: new Uint8Array(3_000_000).fill(value) }));
    Array.from({ length: 40 }, () => new Uint8Array(3_000_000).fill(99));
    const results = await Promise.all(runs);
    expect(results.map(({ outputs }) => new Set(outputs['x']?.data as Float32Array))).toEqual([
      new Set([1]),
      new Set([2]),
      new Set([3]),
    ]);
    await busy;
  });

  it('that became an update are not seen by the caller any more', async () => {
    const variables = await newVariables({ w: [0, 0], pixels: [0, 0] });
    const store = compile(({ x, pixels }) => ({ outputs: {}, updates: { w: x, pixels } }), {
      inputs: { x: { shape: [2], dtype: 'float32' }, pixels: { shape: [2], dtype: 'uint8' } },
      variables,
    });
    const [x, pixels] = [Float32Array.of(1, 2), Uint8Array.of(3, 4)];
    await store.run({ x, pixels });
    x.fill(9);
    pixels.fill(9);
    const values = await variables.read();
    expect([...(values['w']?.dataSync() ?? []), ...(values['pixels']?.dataSync() ?? [])]).toEqual([1, 2, 3, 4]);
    tf.dispose(values);
  });
});
