import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { feedsOf, smallBatch } from '../testing/small-batch.js';
import { smallConfig } from '../testing/small-config.js';
import { assembleStep } from './assemble-step.js';
import { createBatchGradients } from './batch-gradients.js';
import { figuresAsParameters, figuresIn } from './margin-figures.js';
import { withoutPrefix } from './prefixed.js';
import type { StepFeeds } from './train-step.js';
import { initialState } from './training-state.js';

const classes = 3;
let feeds: StepFeeds;

beforeAll(() => {
  startTensorflow({ device: 'cpu' });
  feeds = feedsOf(smallBatch(classes));
});
afterAll(() => tf.dispose(Object.values(feeds)));

const margins: TrainingConfigInput['margin'][] = [
  { name: 'arcface', angularMargin: 0.1, scale: 8 },
  { name: 'magface' },
  { name: 'softmax' },
];

it.each(margins)('each member of an ensemble learns as it would alone: $name', margin => {
  tf.tidy(() => {
    const partsOf = (members: number) =>
      assembleStep(smallConfig({ model: { embeddingSize: 16, members }, margin }), classes);
    const pair = partsOf(2);
    const { parameters } = initialState(pair.specs, pair.optimizer, RandomStream.fromSeed(1));
    const ofBoth = createBatchGradients(pair)(parameters, feeds);
    const alone = [1, 2].map(number => {
      // What the margin remembers belongs to both.
      const own = { ...withoutPrefix(`member${number}.`, parameters), ...figuresAsParameters(figuresIn(parameters)) };
      return createBatchGradients(partsOf(1))(own, feeds);
    });
    for (const [index, { gradients }] of alone.entries()) {
      const found = withoutPrefix(`member${index + 1}.`, ofBoth.gradients);
      expect(Object.keys(found).sort()).toEqual(Object.keys(gradients).sort());
      for (const [name, gradient] of Object.entries(gradients)) {
        const difference = tf.max(tf.abs(tf.sub(found[name] as tf.Tensor, gradient))).dataSync()[0];
        const largest = tf.max(tf.abs(gradient)).dataSync()[0] as number;
        expect(difference, name).toBeLessThanOrEqual(1e-4 * largest + 1e-7);
      }
    }
    const losses = alone.map(({ figures }) => figures.loss.dataSync()[0] as number);
    expect(ofBoth.figures.loss.dataSync()[0]).toBeCloseTo(((losses[0] as number) + (losses[1] as number)) / 2, 5);
  });
});
