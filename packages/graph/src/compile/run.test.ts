import { UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { profileOfStep } from '../profile/step-profile.js';
import { startTensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { readValues } from '../testing/read-values.js';
import { sampleNumbers } from '../testing/sample-numbers.js';
import { type Compiled, compile } from './compile.js';
import { Variables } from './variables.js';

/** Its memory begins at a page. Node has it; the types of the language without a browser's leave it out. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number; shared: true }) => { readonly buffer: SharedArrayBuffer };
};

beforeAll(() => void startTensorflow({ device: 'cpu' }));

type ByOne = { by: { shape: []; dtype: 'float32' } };

/** Takes a while (some 50 ms), gives n·by and adds `by` to n. */
function longStep(variables: Variables): Compiled<ByOne> {
  return compile(
    ({ by }, { n, w }) => {
      let product = w as tf.Tensor2D;
      for (let i = 0; i < 40; i++) product = tf.matMul(product, w as tf.Tensor2D);
      const nothing = tf.mul(tf.sum(product), 0);
      const next = tf.add(tf.add(n as tf.Tensor, by), nothing);
      return { outputs: { product: tf.add(tf.mul(n as tf.Tensor, by), nothing) }, updates: { n: next } };
    },
    { inputs: { by: { shape: [], dtype: 'float32' } }, variables },
  );
}

const longValues = (): Record<string, tf.Tensor> => ({ n: tf.scalar(1), w: tf.fill([300, 300], 1e-3) });
const closed = new UsageError(
  'Expected variables in use but received ones that were disposed (Variables). Create them anew, and compile with the new ones.',
);

/** Sums 4096 bytes. */
async function sumOfBytes() {
  return compile(({ bytes }) => ({ outputs: { sum: tf.sum(bytes) } }), {
    inputs: { bytes: { shape: [4096], dtype: 'uint8' } },
    variables: await newVariables({}),
  });
}

describe('a run', () => {
  it.each([
    [0, []],
    [64, []],
    [1, ['bytes']],
  ])('reads bytes in place %i after a page begins, but for %j', async (offset, copied) => {
    const page = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer;
    const bytes = new Uint8Array(page, offset, 4096).fill(3);
    const result = await (await sumOfBytes()).run({ bytes });
    expect(result.copied).toEqual(copied);
    expect(result.outputs['sum']?.data[0]).toBe(3 * 4096);
  });

  it('leaves the event loop free', async () => {
    const step = longStep(await newVariables(longValues()));
    let turns = 0;
    let running = true;
    const turn = (): void => {
      turns++;
      if (running) setImmediate(turn);
    };
    const run = step.run({ by: 1 });
    setImmediate(turn);
    await run;
    running = false;
    expect(turns).toBeGreaterThan(20);
  });

  it('may go on beside others: each gets its own inputs', async () => {
    const variables = await newVariables({ w: [1, 2, 3] });
    const scale = compile(({ by }, { w }) => ({ outputs: { y: tf.mul(w as tf.Tensor, by) } }), {
      inputs: { by: { shape: [], dtype: 'float32' } },
      variables,
    });
    const factors = Array.from({ length: 200 }, (_, i) => i);
    const results = await Promise.all(factors.map(by => scale.run({ by })));
    expect(results.map(({ outputs }) => Array.from(outputs['y']?.data as Float32Array))).toEqual(
      factors.map(by => [by, 2 * by, 3 * by]),
    );
  });

  it('repeats itself to the bit', async () => {
    const filter = tf.tensor(sampleNumbers('filter', 3 * 3 * 16 * 32), [3, 3, 16, 32]);
    const differentiate = compile(
      ({ x }, variables) => {
        const loss = (taps: tf.Tensor): tf.Scalar =>
          tf.mean(tf.square(tf.conv2d(x as tf.Tensor4D, taps as tf.Tensor4D, 1, 'same')));
        const { value, grad } = tf.valueAndGrad(loss)(variables['filter'] as tf.Tensor);
        return { outputs: { value, grad } };
      },
      {
        inputs: { x: { shape: [8, 28, 28, 16], dtype: 'float32' } },
        variables: await newVariables({ filter }),
      },
    );
    const x = Float32Array.from(sampleNumbers('x', 8 * 28 * 28 * 16));
    const first = await differentiate.run({ x });
    for (let i = 0; i < 5; i++) expect(await differentiate.run({ x })).toEqual(first);
  });

  it("is rejected with TensorFlow's own message and its code, and the next one works", async () => {
    const pick = compile(({ index }) => ({ outputs: { y: tf.gather(tf.tensor1d([5, 6]), index as tf.Tensor1D) } }), {
      inputs: { index: { shape: [1], dtype: 'int32' } },
      variables: await newVariables(),
      name: 'pick',
    });
    await expect(pick.run({ index: Int32Array.of(7) })).rejects.toMatchObject({
      message: expect.stringMatching(/indices\[0\] = 7 is not in \[0, 2\)[\s\S]*pick_\d+\/Gather/),
      code: 'INVALID_ARGUMENT',
    });
    expect((await pick.run({ index: Int32Array.of(1) })).outputs['y']?.data).toEqual(Float32Array.of(6));
  });

  it('that is profiled does what a run does, and says what each op took', async () => {
    const variables = await newVariables(longValues());
    const { rows } = profileOfStep(await longStep(variables).profile({ by: 2 }), () => undefined);
    // BatchMatMulV2, or what TensorFlow puts in its place.
    const products = rows.filter(({ op }) => op.includes('MatMul'));
    expect(products.reduce((calls, row) => calls + row.calls, 0)).toBe(40);
    expect((await readValues(variables))['n']).toEqual([3]);
  });
});

describe('dispose', () => {
  it('lets a run that is under way end well', async () => {
    const variables = await newVariables(longValues());
    const step = longStep(variables);
    const runs = [step.run({ by: 4 }), step.run({ by: 4 }), variables.read(['n'])] as const;
    variables.dispose();
    const [first, second, read] = await Promise.all(runs);
    for (const { outputs } of [first, second]) expect([4, 20]).toContain(outputs['product']?.data[0]); // 1·4 or (1 + 4)·4
    tf.dispose(read);
  });

  it('lets a run with a guard that turns out false end well', async () => {
    const variables = await newVariables(longValues());
    const step = compile(
      (_, { n }) => ({ outputs: { n: n as tf.Tensor }, updates: { n: n as tf.Tensor }, guard: tf.scalar(false) }),
      {
        inputs: {},
        variables,
      },
    );
    const run = step.run({});
    variables.dispose();
    expect(await run).toMatchObject({ applied: false, outputs: { n: { data: Float32Array.of(1) } } });
  });

  it('makes every later run a rejected promise', async () => {
    const variables = await newVariables(longValues());
    const step = longStep(variables);
    variables.dispose();
    // A throw in place of a rejection would end the test here.
    const refused = [
      step.run({ by: 1 }),
      step.profile({ by: 1 }),
      variables.read(),
      variables.write({ n: tf.scalar(1) }),
    ];
    for (const { status, reason } of (await Promise.allSettled(refused)) as PromiseRejectedResult[]) {
      expect({ status, reason }).toEqual({ status: 'rejected', reason: closed });
    }
  });

  it('makes a later compile an error', async () => {
    const variables = await newVariables({ n: 1 });
    variables.dispose();
    expect(() => longStep(variables)).toThrow(closed);
  });

  it('may be called twice', async () => {
    const variables = await Variables.create({});
    variables.dispose();
    expect(() => variables.dispose()).not.toThrow();
  });
});
