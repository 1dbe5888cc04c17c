import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compile } from '../compile/compile.js';
import type { Variables } from '../compile/variables.js';
import { batchNormOfBatch } from '../fused/batch-norm.js';
import { executeOp } from '../fused/execute-op.js';
import { startTensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { TraceError } from './trace-error.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

let variables: Variables;
let tensorsBefore: number;

beforeEach(async () => {
  variables = await newVariables({ w: [[1, 2, 3]] });
  tensorsBefore = tf.memory().numTensors;
});

// Whatever a function did, tfjs goes on as before, and the variables can be compiled with.
afterEach(async () => {
  expect(tf.getBackend()).toBe('tensorflow');
  expect(tf.tidy(() => tf.add(1, 2).dataSync()[0])).toBe(3);
  expect(tf.memory().numTensors).toBe(tensorsBefore);
});

/** What compiling a function of w [1, 3] throws; then compiles and runs another one. */
async function errorOf(fn: (w: tf.Tensor) => tf.Tensor | tf.Tensor[]): Promise<Error> {
  let thrown: unknown;
  try {
    compile((_, { w }) => ({ outputs: Object.fromEntries([fn(w as tf.Tensor)].flat().entries()) }), {
      inputs: {},
      variables,
      name: 'faulty',
    });
  } catch (error) {
    thrown = error;
  }
  const sum = compile((_, { w }) => ({ outputs: { y: tf.sum(w as tf.Tensor) } }), { inputs: {}, variables });
  expect((await sum.run({})).outputs['y']?.data).toEqual(Float32Array.of(6));
  expect(thrown).toBeInstanceOf(TraceError);
  return thrown as TraceError;
}

/** This file and a line, as a message has it. */
const here = (line: number): string => `${import.meta.filename}:${line}`;

/** The line of the call. */
function line(): number {
  const [, , frame = ''] = (new Error().stack ?? '').split('\n');
  return Number(/:(\d+):\d+\)?$/.exec(frame)?.[1]);
}

it('reading a value is an error that names the op, what it gives, and the place', async () => {
  let place = 0;
  const error = await errorOf(w => {
    const squared = tf.square(w);
    place = line() + 1;
    return squared.dataSync()[0] === 1 ? w : squared;
  });
  expect(error.message).toMatch(
    new RegExp(
      String.raw`^Expected no value to be read while a function is traced: there is none yet but received a read of what Square gives, \[1, 3\] float32 \(${here(place)}:\d+\)\. Return it as an output, and read it from what run\(\) gives\.$`,
    ),
  );
});

it('the place is that of the function, through calls of JavaScript itself', async () => {
  let place = 0;
  const error = await errorOf(w => {
    place = line() + 1;
    return [w].map(x => x.arraySync()).map(values => tf.tensor(values as number[][]));
  });
  expect(error.message).toContain(`(${here(place)}:`);
});

it("an async function is refused, and what it does later is nobody else's affair", async () => {
  const asynchronous = (async (_: unknown, { w }: Record<string, tf.Tensor>) => {
    await (w as tf.Tensor).data();
    return { outputs: {} };
  }) as unknown as () => { outputs: Record<string, tf.Tensor> };
  expect(() => compile(asynchronous, { inputs: {}, variables })).toThrow(
    new TraceError(
      'Expected a function that returns tensors but received one that returns a promise (compile). ' +
        'A traced function cannot wait for anything.',
    ),
  );
  // A rejection that nobody handles would end the process.
  await new Promise(resolve => setTimeout(resolve, 20));
});

describe('what differs between two traces is an error:', () => {
  const changing = 'What changes between calls (random numbers, clocks, counters) must be an input or a variable.';

  it('a random number', async () => {
    let place = 0;
    const error = await errorOf(w => {
      place = line() + 1;
      return tf.mul(w, tf.randomUniform([2, 1]));
    });
    expect(error.message).toMatch(
      new RegExp(
        String.raw`^Expected two traces of the function to record the same; the first had Const \[2, 1\] with [\d.e-]+ at 0 but received [\d.e-]+ \(${here(place)}:\d+\)\. `,
      ),
    );
    expect(error.message).toContain(changing);
  });

  it('a number that counts calls', async () => {
    let calls = 0;
    const error = await errorOf(w => tf.add(w, calls++));
    expect(error.message).toContain('the first had Const [] with 0 at 0 but received 1 (');
  });

  it('one op more', async () => {
    let calls = 0;
    const error = await errorOf(w => (calls++ === 0 ? tf.neg(w) : tf.abs(tf.neg(w))));
    expect(error.message).toContain('the first had no further op but received Abs(');
    expect(error.message).toContain(changing);
  });

  it('one op less', async () => {
    let calls = 0;
    const error = await errorOf(w => (calls++ === 0 ? tf.abs(tf.neg(w)) : tf.neg(w)));
    expect(error.message).toBe(
      'Expected two traces of the function to record the same; the first had 4 ops but received 3 (the end of the function). ' +
        changing,
    );
  });

  it('another op', async () => {
    let calls = 0;
    const error = await errorOf(w => (calls++ === 0 ? tf.neg(w) : tf.abs(w)));
    expect(error.message).toMatch(/the first had Neg\(1\.0\) \{.*\} but received Abs\(1\.0\) \{/);
  });

  it('another input of an op', async () => {
    let calls = 0;
    const error = await errorOf(w => {
      const parts = [tf.neg(w), tf.abs(w)];
      return tf.square(parts[calls++] as tf.Tensor);
    });
    expect(error.message).toMatch(/the first had Square\(2\.0\) \{.*\} but received Square\(3\.0\) \{/);
  });

  it('another attribute of an op', async () => {
    let calls = 0;
    const error = await errorOf(w => tf.softmax(tf.leakyRelu(w, calls++ / 10)));
    expect(error.message).toContain('the first had LeakyRelu(1.0)');
  });
});

describe('a tensor from outside', () => {
  const message =
    /^Expected a traced function to use its inputs, its variables and what it makes of them but received a tensor from outside \(.*trace-errors\.test\.ts:\d+:\d+\)\. Hand it to the function as an input or a variable\.$/;

  it('is refused, and is alive and well afterwards', async () => {
    const outside = tf.tensor1d([4, 5, 6]);
    expect((await errorOf(w => tf.add(w, outside))).message).toMatch(message);
    expect([...tf.tidy(() => tf.neg(outside).dataSync())]).toEqual([-4, -5, -6]);
    outside.dispose();
  });

  it('is refused as an output', async () => {
    const outside = tf.scalar(1);
    expect((await errorOf(() => outside)).message).toContain('a tensor from outside');
    expect(outside.dataSync()[0]).toBe(1);
    outside.dispose();
  });

  it('is refused when it is one of an earlier trace', async () => {
    let leaked: tf.Tensor | undefined;
    await errorOf(w => {
      leaked = tf.keep(tf.neg(w));
      return tf.mul(w, Math.random());
    });
    expect((await errorOf(w => tf.add(w, leaked as tf.Tensor))).message).toMatch(/disposed|outside/);
  });
});

describe('an op that a graph cannot take is refused:', () => {
  it('one without a gradient', async () => {
    const error = await errorOf(w => tf.grad(x => tf.sum(tf.topk(x, 1).values))(w));
    expect(error.message).toBe(
      'Expected a gradient of every op between a value and what it is differentiated by but received TopK, which tfjs has none for ' +
        '(compile). Write one with tf.customGrad, or compute the same by other ops.',
    );
  });

  it.each([
    ['Where', [{ name: 'T', type: 4, value: 1 }], 1, '[-1, 2], where −1 is unknown'],
    ['Unique', [{ name: 'T', type: 4, value: 1 }, { name: 'out_idx', type: 4, value: 3 }], 2, '[-1], where −1 is unknown'], // biome-ignore format: pairs
  ] as const)('%s, whose result has a shape that depends on values', async (op, attributes, outputs, received) => {
    let place = 0;
    const error = await errorOf(w => {
      const input = op === 'Unique' ? tf.reshape(w, [3]) : w;
      place = line() + 1;
      return executeOp(op, [...attributes], [input], outputs);
    });
    expect(error.message).toMatch(
      /^Expected the shape of what \w+ gives to follow from the shapes of what it is given but/,
    );
    expect(error.message).toContain(`received ${received} (${here(place)}:`);
    expect(error.message).toContain('A graph has fixed shapes: use an op whose result does not depend on values.');
  });

  it("one of shapes that do not go together, with TensorFlow's own words", async () => {
    const type = { name: 'T', type: 4, value: 1 };
    const error = await errorOf(w => executeOp('AddV2', [type], [w, tf.zeros([2])], 1));
    expect(error.message).toContain(
      'Expected TensorFlow to take AddV2 of ([1, 3] float32, [2] float32) but received "',
    );
    expect(error.message).toContain('Dimensions must be equal');
    expect(error.message).toContain(import.meta.filename);
  });

  it('one that TensorFlow does not know', async () => {
    expect((await errorOf(w => executeOp('Einsteinium', [], [w], 1))).message).toContain('Einsteinium');
  });
});

describe('an error of the function itself', () => {
  it('is handed on as it is', async () => {
    const fault = new RangeError('no such layer');
    const faulty = (): never => {
      throw fault;
    };
    expect(() => compile(faulty, { inputs: {}, variables })).toThrow(fault);
  });

  it('leaves no tensor behind, kept ones and those of an unfinished backward pass included', async () => {
    const loss = (x: tf.Tensor): tf.Scalar => {
      const { output } = batchNormOfBatch(
        tf.reshape(x, [3, 1, 1, 1]),
        { scale: tf.ones([1]), offset: tf.zeros([1]) },
        1e-3,
      );
      return tf.sum(tf.square(output));
    };
    const passing = tf.customGrad(x => ({
      value: tf.clone(x as tf.Tensor),
      gradFunc: (): never => {
        throw new RangeError('no gradient today');
      },
    }));
    const run = () =>
      compile((_, { w }) => ({ outputs: { y: tf.grad(x => loss(tf.tanh(passing(x))))(w as tf.Tensor) } }), {
        inputs: {},
        variables,
      });
    expect(run).toThrow('no gradient today');
  });
});

it('moments that a layer keeps are freed when the trace ends', () => {
  compile(
    (_, { w }) => {
      const x = tf.reshape(w as tf.Tensor, [3, 1, 1, 1]) as tf.Tensor4D;
      const { output, mean } = batchNormOfBatch(x, { scale: tf.ones([1]), offset: tf.zeros([1]) }, 1e-3);
      return { outputs: { output, mean } };
    },
    { inputs: {}, variables },
  );
});
