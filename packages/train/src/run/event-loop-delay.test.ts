import { setTimeout } from 'node:timers/promises';
import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { expect, it } from 'vitest';
import { assembleStep } from '../step/assemble-step.js';
import { initialState } from '../step/training-state.js';
import { smallBatch } from '../testing/small-batch.js';
import { smallConfig } from '../testing/small-config.js';
import { compiledTrainer } from '../trainer/compiled-trainer.js';
import { type EventLoopDelay, watchEventLoop } from './event-loop-delay.js';

/** Long enough for the two firings between which the first delay lies. */
const settleMs = 50;

async function delayDuring(work: () => Promise<void>): Promise<EventLoopDelay> {
  const watch = watchEventLoop();
  await setTimeout(settleMs);
  await work();
  await setTimeout(settleMs);
  return watch.stop();
}

it('sees a thread that is held up, and for how long', async () => {
  const { maxMs } = await delayDuring(async () => {
    const endMs = performance.now() + 300;
    while (performance.now() < endMs);
  });
  expect(maxMs).toBeGreaterThan(280);
});

it('does not take the time between two firings for a delay', async () => {
  // A busy machine may delay some firings; it does not bring half of them late.
  const delays = [];
  for (let i = 0; i < 5; i++) delays.push((await delayDuring(async () => undefined)).maxMs);
  expect(Math.min(...delays)).toBeLessThan(5);
});

it('is 0 where nothing was measured', () => {
  expect(watchEventLoop().stop()).toEqual({ p99Ms: 0, maxMs: 0 });
});

it('is far less than a step while a compiled one is under way', async () => {
  startTensorflow({ device: 'cpu' });
  const size = 8;
  const parts = assembleStep(smallConfig(), size);
  const start = initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
  const trainer = await compiledTrainer(parts, start, { batchSize: size });
  const batch = smallBatch(size);
  const options = { learningRate: 1e-4, marginStrength: 0.1 };
  // The first step plans the graph.
  await trainer.step(batch, options);
  // The least disturbed of some: a step that computed on this thread would hold it up for its whole time in each.
  const shares = [];
  for (let i = 0; i < 3; i++) {
    let stepMs = 0;
    const { maxMs } = await delayDuring(async () => {
      const startMs = performance.now();
      await trainer.step(batch, options);
      stepMs = performance.now() - startMs;
    });
    shares.push(maxMs / stepMs);
  }
  trainer.dispose();
  expect(Math.min(...shares)).toBeLessThan(0.5);
});
