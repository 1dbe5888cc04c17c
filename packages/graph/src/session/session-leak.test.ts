import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { compile } from '../compile/compile.js';
import { Variables } from '../compile/variables.js';
import { startTensorflow } from '../start-tensorflow.js';
import { newVariables } from '../testing/new-variables.js';
import { collectGarbage } from './collect-garbage.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

// Seconds on a machine that does nothing else.
const timeoutMs = 120_000;

/** Resident memory once all that is garbage is gone, native objects included. */
async function residentMiB(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    // What is freed by a finalizer, and what that held.
    await new Promise(resolve => setImmediate(resolve));
  }
  return process.memoryUsage.rss() / 2 ** 20;
}

it(
  '10,000 runs with borrowed bytes, an update and an output take no memory that stays',
  async () => {
    const length = 100_000;
    const variables = await newVariables({ total: tf.zeros([length]) });
    const step = compile(
      ({ pixels }, { total }) => {
        const sum = tf.add(total as tf.Tensor, pixels);
        return { outputs: { largest: tf.max(sum) }, updates: { total: sum }, guard: tf.scalar(true) };
      },
      { inputs: { pixels: { shape: [length], dtype: 'uint8' } }, variables },
    );
    const runs = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 100) {
        const pixels = new Uint8Array(length);
        for (let j = 0; j < 100; j++) await step.run({ pixels });
        // Often, so that garbage has left no free memory that a leak would go into unseen.
        collectGarbage();
      }
    };
    await runs(1000);
    const before = await residentMiB();
    await runs(10_000);
    // Had the arrays stayed, they would be 10 MB; 1 kB that stays of each run is 10 MB.
    expect((await residentMiB()) - before).toBeLessThan(8);
  },
  timeoutMs,
);

it(
  '200 compiles on variables that are disposed take no memory that stays',
  async () => {
    const compileAndRun = async (): Promise<void> => {
      const w = tf.zeros([100_000]);
      const variables = await Variables.create({ w });
      w.dispose();
      const step = compile(
        (_, values) => {
          let x = values['w'] as tf.Tensor;
          for (let i = 0; i < 5; i++) x = tf.add(x, i);
          return { outputs: { sum: tf.sum(x) }, updates: { w: x } };
        },
        { inputs: {}, variables },
      );
      await step.run({});
      variables.dispose();
    };
    const compiles = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        await compileAndRun();
        if (i % 10 === 0) collectGarbage();
      }
    };
    await compiles(100);
    const before = await residentMiB();
    await compiles(200);
    // The variables alone would be 80 MB. The allocator of a machine at work keeps some 15.
    expect((await residentMiB()) - before).toBeLessThan(40);
  },
  timeoutMs,
);
