import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { normalizePixels, type Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { stateBits } from '../testing/bits-of.js';
import { newTensors } from '../testing/new-tensors.js';
import { feedsOf, smallBatch } from '../testing/small-batch.js';
import { smallConfig } from '../testing/small-config.js';
import { assembleStep } from './assemble-step.js';
import { batchLoss } from './batch-loss.js';
import { createTrainStep, type StepFeeds, type StepParts } from './train-step.js';
import { disposeState, initialState, type TrainingState, trainedOf } from './training-state.js';

const classes = 3;
/** w ← w − lr·g: the change of the weights is the gradient. */
const plainDescent = { name: 'sgd', momentum: 0, weightDecay: 0 } as const;
let feeds: StepFeeds;

beforeAll(() => {
  startTensorflow({ device: 'cpu' });
  feeds = feedsOf(smallBatch(classes));
});
afterAll(() => tf.dispose(Object.values(feeds)));

function partsOf(keys: Partial<TrainingConfigInput> = {}): StepParts {
  return assembleStep(smallConfig(keys), classes);
}
function firstState({ specs, optimizer }: StepParts): TrainingState {
  return initialState(specs, optimizer, RandomStream.fromSeed(1));
}
function norm(tensors: Parameters): number {
  return Math.hypot(...Object.values(tensors).map(tensor => tf.tidy(() => tf.norm(tensor).dataSync()[0] as number)));
}

/** One step of a config from the first state: its figures, and how far the trained weights went in units of the rate. */
function takeStep(keys: Partial<TrainingConfigInput>): { loss: number; gradientNorm: number; moved: number } {
  return tf.tidy(() => {
    const parts = partsOf(keys);
    const before = firstState(parts);
    const { state, metrics } = createTrainStep(parts)(before, feeds);
    const [from, to] = [trainedOf(before.parameters, parts.specs), trainedOf(state.parameters, parts.specs)];
    const changes = Object.entries(from).map(([name, value]) => [name, tf.sub(to[name] as tf.Tensor, value)] as const);
    return {
      loss: metrics.loss.dataSync()[0] as number,
      gradientNorm: metrics.gradientNorm.dataSync()[0] as number,
      moved: norm(Object.fromEntries(changes)) / (feeds.learningRate.dataSync()[0] as number),
    };
  });
}

it('lowers the loss of a batch that it sees again and again', () => {
  const parts = partsOf();
  const step = createTrainStep(parts);
  let state = firstState(parts);
  const losses: number[] = [];
  for (let i = 0; i < 6; i++) {
    const { state: next, metrics, finite } = step(state, feeds);
    losses.push(metrics.loss.dataSync()[0] as number);
    tf.dispose([...Object.values(metrics), finite]);
    disposeState(state);
    state = next;
  }
  disposeState(state);
  expect(losses.every(Number.isFinite)).toBe(true);
  expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 2);
});

describe('the tensors of a step', () => {
  it.each(['arcface', 'softmax', 'magface', 'adaface'] as const)(
    'are new ones, and no others are left behind: %s',
    name => {
      const parts = partsOf({ optimizer: { name: 'adam' }, margin: { name } });
      const state = firstState(parts);
      const step = createTrainStep(parts);
      const left = newTensors(() => {
        const { state: next, metrics, finite } = step(state, feeds);
        return [next.parameters, next.optimizer, ...Object.values(metrics), finite] as tf.TensorContainer[];
      });
      expect(left).toBe(0);
      disposeState(state);
    },
  );

  it.each(['arcface', 'adaface'] as const)('leave the state and the feeds as they were: %s', name => {
    const parts = partsOf({ margin: { name } });
    const state = firstState(parts);
    for (const part of [state, state.parameters, state.optimizer, feeds]) Object.freeze(part);
    const before = stateBits(state);
    const { state: next, metrics, finite } = createTrainStep(parts)(state, feeds);
    expect(stateBits(state)).toEqual(before);
    expect(Object.values(feeds).some(feed => (feed as tf.Tensor).isDisposed)).toBe(false);
    expect(Object.keys(next.parameters).sort()).toEqual(Object.keys(state.parameters).sort());
    expect(Object.keys(next.optimizer).sort()).toEqual(Object.keys(state.optimizer).sort());
    for (const each of [state, next]) disposeState(each);
    tf.dispose([...Object.values(metrics), finite]);
  });
});

it('moves each running moment by a tenth of the way to the moment of the batch', () => {
  const parts = partsOf();
  const state = firstState(parts);
  const batchMoments: Parameters = {};
  const expected = tf.tidy(() => {
    parts.model.embed(normalizePixels(feeds.images), {
      training: true,
      parameter: name => state.parameters[name] as tf.Tensor,
      batchMoments: (layer, mean, variance) => {
        batchMoments[`${layer}.mean`] = mean;
        batchMoments[`${layer}.variance`] = variance;
      },
    });
    return Object.entries(batchMoments).map(([name, batch]) => {
      const running = (state.parameters[name] as tf.Tensor).dataSync();
      return [name, Array.from(batch.dataSync(), (value, i) => 0.9 * (running[i] as number) + 0.1 * value)] as const;
    });
  });
  const { state: next, metrics } = createTrainStep(parts)(state, feeds);
  expect(expected).toHaveLength(parts.specs.filter(({ role }) => role === 'mean' || role === 'variance').length);
  for (const [name, values] of expected) {
    const moved = Array.from((next.parameters[name] as tf.Tensor).dataSync());
    const worst = Math.max(...moved.map((value, i) => Math.abs(value - (values[i] as number)) / (1 + Math.abs(value))));
    expect(worst, name).toBeLessThan(1e-5);
  }
  for (const each of [state, next]) disposeState(each);
  tf.dispose([...Object.values(metrics)]);
});

describe('a margin', () => {
  /** What the forward pass of the first step makes of the feeds. */
  function firstLoss(parts: StepParts, state: TrainingState) {
    const pass = {
      training: true,
      parameter: (name: string) => state.parameters[name] as tf.Tensor,
      batchMoments: () => undefined,
    };
    const embeddings = parts.model.embed(normalizePixels(feeds.images), pass);
    return batchLoss(parts, state.parameters, { ...feeds, embeddings });
  }

  it('has its running figures moved by the step', () => {
    const [found, expected] = tf.tidy(() => {
      const parts = partsOf({ margin: { name: 'curricularface', scale: 8 } });
      const state = firstState(parts);
      const { state: next } = createTrainStep(parts)(state, feeds);
      const targets = tf.mul(tf.eye(classes), firstLoss(parts, state).cosines); // Label i belongs to photo i.
      const figure = next.parameters['margin/targetCosine'] as tf.Tensor;
      return [figure.dataSync()[0] as number, 0.01 * ((tf.sum(targets).dataSync()[0] as number) / classes)];
    });
    expect(found).toBeCloseTo(expected as number, 6);
    expect(found).not.toBe(0);
  });

  it('has its penalty added to the loss', () => {
    const margin = { name: 'magface', scale: 8, shortestLength: 1, longestLength: 20 } as const;
    const lossWith = (penaltyWeight: number) => takeStep({ margin: { ...margin, penaltyWeight } });
    const [none, some, more] = [lossWith(0), lossWith(10), lossWith(20)];
    expect(some.loss - none.loss).toBeGreaterThan(0);
    expect((more.loss - none.loss) / (some.loss - none.loss)).toBeCloseTo(2, 3);
    expect(more.gradientNorm).not.toBeCloseTo(none.gradientNorm, 4);
  });

  it('of plain softmax is judged by logits, and measured by angles', () => {
    tf.tidy(() => {
      const parts = partsOf({ margin: { name: 'softmax' } });
      const state = firstState(parts);
      const { metrics } = createTrainStep(parts)(state, feeds);
      const { scores, cosines } = firstLoss(parts, state);
      const angles = tf.mul(tf.acos(tf.sum(tf.mul(tf.eye(classes), cosines), 1)), 180 / Math.PI);
      expect(metrics.loss.dataSync()[0]).toBeCloseTo(
        tf.losses.softmaxCrossEntropy(tf.eye(classes), scores).dataSync()[0] as number,
        4,
      );
      expect(metrics.meanTargetAngleDeg.dataSync()[0]).toBeCloseTo(tf.mean(angles).dataSync()[0] as number, 2);
    });
  });
});

describe('clipping', () => {
  it('takes the whole gradient when clipNorm is null', () => {
    const { gradientNorm, moved } = takeStep({ optimizer: plainDescent, clipNorm: null });
    expect(moved / gradientNorm).toBeCloseTo(1, 3);
  });

  it('limits the update, and reports the length that the gradient had before', () => {
    const whole = takeStep({ optimizer: plainDescent, clipNorm: null });
    const clipped = takeStep({ optimizer: plainDescent, clipNorm: whole.gradientNorm / 4 });
    expect(clipped.gradientNorm / whole.gradientNorm).toBeCloseTo(1, 5);
    expect(clipped.moved / whole.moved).toBeCloseTo(0.25, 3);
  });
});

it('feeds the margin strength to the margin', () => {
  const lossAt = (marginStrength: number): number =>
    tf.tidy(() => {
      const parts = partsOf();
      const { metrics } = createTrainStep(parts)(firstState(parts), {
        ...feeds,
        marginStrength: tf.scalar(marginStrength),
      });
      return metrics.loss.dataSync()[0] as number;
    });
  expect(lossAt(0.5)).toBeGreaterThan(lossAt(0));
});

it('trains on the loss that the config names', () => {
  const plain = takeStep({ focalFocus: 0 });
  expect(takeStep({ focalFocus: 2 }).loss).toBeLessThan(plain.loss);
  expect(takeStep({ labelSmoothing: 0.3 }).loss).not.toBeCloseTo(plain.loss, 4);
});
