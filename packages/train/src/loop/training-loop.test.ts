import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '@arcface-ts/core';
import { createLoader, DecodePool, type Loader, noAugmentation } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCheckpoints, loadCheckpoint, type Progress, saveCheckpoint } from '../checkpoint/checkpoint.js';
import type { TrainingConfigInput } from '../config.js';
import { dynamicLossScale } from '../optimizer/loss-scale.js';
import { assembleStep } from '../step/assemble-step.js';
import { disposeState, initialState, type TrainingState } from '../step/training-state.js';
import { stateBits } from '../testing/bits-of.js';
import { progressAt, recordAt } from '../testing/checkpoint-record.js';
import { type DrawnPhoto, drawPhotos } from '../testing/drawn-photos.js';
import { poisoned } from '../testing/poisoned-state.js';
import { smallConfig } from '../testing/small-config.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { compiledTrainer } from '../trainer/compiled-trainer.js';
import { eagerTrainer } from '../trainer/eager-trainer.js';
import type { Trainer } from '../trainer/trainer.js';
import { type TrainingEnd, type TrainingRun, trainingLoop } from './training-loop.js';

const beginning = progressAt(0);
const identities = 4;
let root: string;
let photos: DrawnPhoto[];
let pool: DecodePool;

beforeAll(async () => {
  startTensorflow({ device: 'cpu' });
  root = mkdtempSync(join(tmpdir(), 'training-loop-'));
  photos = await drawPhotos(root, { identities, photosEach: 2, variation: 20 });
  pool = new DecodePool({ threads: 1 });
});
afterAll(async () => {
  await pool.close();
  rmSync(root, { recursive: true });
});

function loader(): Loader {
  const augmentation = { ...noAugmentation, mirror: 0.5, shift: 0.05, scale: 0.1, brightness: 0.1, contrast: 0.1 };
  return createLoader({ photos, imageSizePx: 112, batchSize: 2, seed: 3, augmentation, pool });
}

/** A run of the real step on the drawn photos that keeps a list of what it was asked to do. */
function runOf(keys: Partial<TrainingRun> = {}, configKeys: Partial<TrainingConfigInput> = {}) {
  const calls: string[] = [];
  const note = (what: string) => async (progress: Progress) => {
    calls.push(`${what} ${progress.step}`);
  };
  const config = smallConfig({ batchSize: 2, ...configKeys });
  const run: TrainingRun = {
    config,
    source: loader(),
    stepsPerEpoch: 3,
    frozenSteps: 0,
    trainer: trainerOf(firstState()),
    learningRate: step => 0.05 / (step + 1),
    marginStrength: step => step / 100,
    averageRate: null,
    lossScale: null,
    checkpointSteps: 1000,
    validationSteps: keys.stepsPerEpoch ?? 3,
    stopRequested: () => false,
    validate: async () => ({ value: 0.5, figures: {} }),
    onBatch: async () => undefined,
    onNan: 'stop',
    onNotFinite: (_figures, _batch, progress) => note('not finite after')(progress),
    onStep: async (_result, _rates, progress) => {
      calls.push(`step ${progress.step}`);
    },
    onValidation: (_, progress) => note('validation')(progress),
    saveCheckpoint: note('checkpoint'),
    saveBest: note('best'),
    ...keys,
  };
  return { run, calls };
}

function trainerOf(state: TrainingState): Trainer {
  return eagerTrainer(assembleStep(smallConfig(), identities), state);
}

function firstState(): TrainingState {
  const { specs, optimizer } = assembleStep(smallConfig(), identities);
  return initialState(specs, optimizer, RandomStream.fromSeed(1));
}

/** Trains from the beginning; the trainer's state is disposed. */
async function trained(run: TrainingRun): Promise<TrainingEnd> {
  const end = await trainingLoop(run, beginning);
  run.trainer.dispose();
  return end;
}

/** Trains from a place; the bits of the last state, which is disposed. */
async function trainedBits(run: TrainingRun, start: Progress) {
  const { progress } = await trainingLoop(run, start);
  const state = await run.trainer.state();
  const bits = stateBits(state);
  disposeState(state);
  run.trainer.dispose();
  return { bits, progress };
}

/** Validations with these values, one after the other. */
function validating(...values: number[]): TrainingRun['validate'] {
  return async () => ({ value: values.shift() as number, figures: {} });
}

describe('a run that was cut off', () => {
  const withoutTimes = ({ trainingSeconds: _, dataWaitSeconds: __, ...progress }: Progress) => progress;
  let whole: { bits: Record<string, string>; progress: Progress };

  beforeAll(async () => {
    whole = await trainedBits(runOf().run, beginning);
  });

  it.each([1, 3, 4, 6])('at step %i of 6 goes on from its checkpoint to the same weights, to the bit', async cut => {
    const folder = join(temporaryFolder(), 'checkpoints');
    let steps = 0;
    const { run: first } = runOf({
      onStep: async (_result, _rates, { step }) => {
        steps = step;
      },
      stopRequested: () => steps === cut,
      saveCheckpoint: async progress => {
        const state = await first.trainer.state();
        await saveCheckpoint(folder, { ...recordAt(progress.step), progress }, state);
        disposeState(state);
      },
    });
    await trained(first);

    const newest = (await listCheckpoints(folder)).at(-1) as string;
    const { record, state } = await loadCheckpoint(join(folder, newest));
    expect(record.progress.step).toBe(cut);
    const { run: second, calls } = runOf({ trainer: trainerOf(state) });
    const end = await trainedBits(second, record.progress);
    expect(end.bits).toEqual(whole.bits);
    expect(withoutTimes(end.progress)).toEqual(withoutTimes(whole.progress));
    expect(calls.filter(call => call.startsWith('step'))).toHaveLength(6 - cut);
  });
});

describe('a request to stop', () => {
  it('saves after the present step and ends', async () => {
    let steps = 0;
    const { run, calls } = runOf({
      onBatch: async () => {
        steps++;
      },
      stopRequested: () => steps === 2,
    });
    const { stoppedBy, progress } = await trained(run);
    expect(stoppedBy).toBe('interrupt');
    expect(calls).toEqual(['step 1', 'step 2', 'checkpoint 2']);
    expect(progress).toMatchObject({ step: 2, epoch: 0, stepInEpoch: 2 });
  });

  it('stops the decoding', async () => {
    const { run } = runOf({ stopRequested: () => true });
    await trained(run);
    expect(pool.threads.map(thread => thread.load)).toEqual([0]);
  });

  it('while the last epoch is validated changes nothing: the run is finished', async () => {
    let asked = false;
    const { run } = runOf(
      {
        stepsPerEpoch: 1,
        validate: async () => {
          asked = true;
          return { value: 0.5, figures: {} };
        },
        stopRequested: () => asked,
      },
      { epochs: 1 },
    );
    expect((await trained(run)).stoppedBy).toBe('epochs');
  });
});

describe('a step whose loss, gradient or weights are not finite', () => {
  it('ends the run and says where and what to do', async () => {
    const { run, calls } = runOf({ trainer: trainerOf(poisoned(firstState())) });
    await expect(trained(run)).rejects.toThrow(
      'Expected a finite loss, finite gradients and finite weights but received loss NaN, gradient norm NaN (epoch 1, step 1). The update was not taken, and the state before it is saved. metrics.jsonl names the batch. Lower learningRate.base or set clipNorm; --on-nan=skip goes on without such batches.',
    );
    expect(calls).toEqual(['not finite after 0']);
    run.trainer.dispose();
  });

  /** Gradients are finite, and the weights after the second update are not. */
  const learningRate = (step: number) => (step === 1 ? 1e38 : 0.05);

  it('ends the run with the state before it saved', async () => {
    const { run, calls } = runOf({ learningRate });
    await expect(trained(run)).rejects.toThrow(
      /received loss [\d.]+, gradient norm [\d.]+, and an update to weights that are not finite \(epoch 1, step 2\)/,
    );
    expect(calls).toEqual(['step 1', 'not finite after 1', 'checkpoint 1']);
    run.trainer.dispose();
  });

  it('is skipped and counted where that is asked for', async () => {
    const { run, calls } = runOf({ learningRate, onNan: 'skip' });
    const { progress } = await trained(run);
    expect(progress).toMatchObject({ step: 6, skippedSteps: 1 });
    expect(calls.slice(0, 4)).toEqual(['step 1', 'not finite after 1', 'step 2', 'step 3']);
  });

  it('is skipped twenty times, and not more', async () => {
    const trainer = trainerOf(poisoned(firstState()));
    const { run, calls } = runOf({ trainer, onNan: 'skip' }, { epochs: 9 });
    await expect(trained(run)).rejects.toThrow(
      'received loss NaN, gradient norm NaN, after 20 steps that were skipped (epoch 7, step 21)',
    );
    expect(calls.filter(call => call.startsWith('step'))).toHaveLength(20);
    run.trainer.dispose();
  });

  // The graph computes in float32, since only a GPU takes float16: gradients overflow at a far larger scale.
  describe('under a loss scale', () => {
    const scalingTrainer = (state: TrainingState): Promise<Trainer> =>
      compiledTrainer(assembleStep(smallConfig(), identities), state, { batchSize: 2, scaleLoss: true });

    it('is left out, halves the loss scale, and the run goes on', async () => {
      const applied: boolean[] = [];
      const { run } = runOf(
        {
          trainer: await scalingTrainer(firstState()),
          lossScale: dynamicLossScale(),
          onStep: async result => void applied.push(result.applied),
        },
        { epochs: 30 },
      );
      const start = { scale: 2 ** 70, stepsTaken: 0 };
      const { progress } = await trainingLoop(run, { ...beginning, lossScale: start });
      run.trainer.dispose();
      expect(progress.step).toBe(90);
      const leftOut = applied.filter(step => !step).length;
      expect(applied.slice(0, 4)).toEqual([false, false, false, false]);
      // A larger gradient may come later, too.
      expect(leftOut).toBeLessThan(30);
      expect(progress.lossScale?.scale).toBe(start.scale / 2 ** leftOut);
    });

    it('ends the run when the loss itself is not', async () => {
      const trainer = await scalingTrainer(poisoned(firstState()));
      const { run } = runOf({ trainer, lossScale: dynamicLossScale() });
      await expect(trained(run)).rejects.toThrow('finite weights but received loss NaN');
      trainer.dispose();
    });
  });

  it('is not scaled without one', async () => {
    const { run } = runOf();
    expect((await trained(run)).progress.lossScale).toBeNull();
  });
});

it('saves before and after each validation, and every few steps', async () => {
  const { run, calls } = runOf({ checkpointSteps: 2 });
  await trained(run);
  expect(calls.filter(call => !call.startsWith('step'))).toEqual([
    'checkpoint 2',
    'checkpoint 3',
    'validation 3',
    'best 3',
    'checkpoint 3',
    'checkpoint 4',
    'checkpoint 6',
    'validation 6',
    'checkpoint 6',
  ]);
});

describe('validations within an epoch', () => {
  it('come every few steps and at the end, and save what they found', async () => {
    const { run, calls } = runOf({ validationSteps: 2, validate: validating(0.5, 0.7, 0.6) }, { epochs: 2 });
    const { progress } = await trained(run);
    expect(calls.filter(call => !call.startsWith('step'))).toEqual([
      'validation 2',
      'best 2',
      'checkpoint 2',
      'checkpoint 3',
      'checkpoint 3',
      'validation 4',
      'best 4',
      'checkpoint 4',
      'checkpoint 6',
      'validation 6',
      'checkpoint 6',
    ]);
    expect(progress).toMatchObject({ epoch: 2, bestEpoch: 2, bestValue: 0.7, validatedStep: 6 });
  });

  it.each([
    ['that was not made before the run was cut off', null, ['validation 2', 'step 3']],
    ['is not made twice', 2, ['step 3']],
  ])('%s', async (_, validatedStep, first) => {
    const { run, calls } = runOf({ validationSteps: 2 }, { epochs: 1 });
    await trainingLoop(run, progressAt(2, { validatedStep, bestValue: 0.9 }));
    run.trainer.dispose();
    expect(calls.filter(call => !call.startsWith('checkpoint')).slice(0, first.length)).toEqual(first);
  });

  it('stop the run as soon as one is the last that is waited for', async () => {
    const { run, calls } = runOf(
      { validationSteps: 1, validate: validating(0.6, 0.5) },
      { epochs: 2, earlyStop: { patience: 1 } },
    );
    expect(await trained(run)).toMatchObject({ stoppedBy: 'early-stop', progress: { step: 2, bestEpoch: 1 } });
    expect(calls.at(-1)).toBe('checkpoint 2');
  });
});

it('keeps the best weights on an improvement alone', async () => {
  const { run, calls } = runOf({ stepsPerEpoch: 1, validate: validating(0.6, 0.6, 0.5, 0.7) }, { epochs: 4 });
  const { progress } = await trained(run);
  expect(calls.filter(call => call.startsWith('best'))).toEqual(['best 1', 'best 4']);
  expect(progress).toMatchObject({ bestEpoch: 4, bestValue: 0.7 });
});

describe('while the backbone is frozen', () => {
  it('the newest weights are the best, unless they are worse', async () => {
    const validate = validating(0.6, 0.6, 0.5, 0.6, 0.6);
    const { run, calls } = runOf({ stepsPerEpoch: 1, frozenSteps: 4, validate }, { epochs: 5 });
    await trained(run);
    expect(calls.filter(call => call.startsWith('best'))).toEqual(['best 1', 'best 2', 'best 4']);
  });

  it('no patience is used up', async () => {
    const validate = validating(0.6, 0.6, 0.6, 0.6, 0.5);
    const { run } = runOf({ stepsPerEpoch: 1, frozenSteps: 3, validate }, { epochs: 9, earlyStop: { patience: 1 } });
    expect(await trained(run)).toMatchObject({ stoppedBy: 'early-stop', progress: { epoch: 5 } });
  });
});

describe('early stop', () => {
  const keys = { epochs: 9, earlyStop: { patience: 2 } };

  it('ends the run when the validation has not improved for long enough', async () => {
    const { run, calls } = runOf({ stepsPerEpoch: 1, validate: validating(0.6, 0.5, 0.6) }, keys);
    const { stoppedBy, progress } = await trained(run);
    expect(stoppedBy).toBe('early-stop');
    expect(progress).toMatchObject({ epoch: 3, bestEpoch: 1 });
    expect(calls.at(-1)).toBe('checkpoint 3');
  });

  it('remembers over a restart how long it has waited', async () => {
    const { run } = runOf({ stepsPerEpoch: 1, validate: validating(0.5) }, keys);
    const progress = progressAt(2, {
      epoch: 2,
      stepInEpoch: 0,
      bestEpoch: 1,
      bestValue: 0.6,
      earlyStop: { best: 0.6, sinceBest: 1 },
    });
    const end = await trainingLoop(run, progress);
    run.trainer.dispose();
    expect(end).toMatchObject({ stoppedBy: 'early-stop', progress: { epoch: 3 } });
  });
});

it('trains no further when it was cut off after an early stop', async () => {
  const { run, calls } = runOf({}, { epochs: 9, earlyStop: { patience: 2 } });
  const end = await trainingLoop(run, progressAt(6, { epoch: 2, earlyStop: { best: 0.6, sinceBest: 2 } }));
  run.trainer.dispose();
  expect([end.stoppedBy, calls]).toEqual(['early-stop', []]);
});

it('asks the schedules for the step that it is about to take', async () => {
  const rates: unknown[] = [];
  const { run } = runOf({ stepsPerEpoch: 2, onStep: async (_result, rate) => void rates.push(rate) });
  await trained(run);
  expect(rates).toEqual([0, 1, 2, 3].map(step => ({ learningRate: 0.05 / (step + 1), marginStrength: step / 100 })));
});

it('takes other photos in the next epoch, as its source orders them', async () => {
  const seen: string[][] = [];
  const { run } = runOf({ onBatch: async ({ records }) => void seen.push([...records]) });
  await trained(run);
  const expected: string[][] = [];
  for (const epoch of [0, 1]) {
    for await (const batch of loader().batches(epoch)) {
      expected.push([...batch.records]);
      batch.release();
    }
  }
  // Four batches an epoch are there; the run takes three.
  expect(seen).toEqual(expected.filter((_, index) => index % 4 < 3));
});

it('leaves no tensor behind', async () => {
  const tensors = tf.memory().numTensors;
  const { run } = runOf({ stepsPerEpoch: 2 });
  await trained(run);
  expect(tf.memory().numTensors).toBe(tensors);
});
