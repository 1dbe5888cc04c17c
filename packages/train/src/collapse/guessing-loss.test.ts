import { startTensorflow } from '@arcface-ts/graph';
import { marginNames, marginSchema } from '@arcface-ts/losses';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { assembleStep } from '../step/assemble-step.js';
import { smallConfig } from '../testing/small-config.js';
import { guessingLoss } from './guessing-loss.js';

const classes = 1000;
const others = classes - 1;

beforeAll(() => void startTensorflow({ device: 'cpu' }));

function lossOf(keys: Partial<TrainingConfigInput>, { angleDeg = 90, strength = 0 } = {}): number {
  return guessingLoss(assembleStep(smallConfig(keys), classes), { classes, angleDeg, strength });
}

describe.each(marginNames)('%s', name => {
  const margin = marginSchema.parse({ name });

  it('without strength is log C, at each angle', () => {
    for (const angleDeg of [90, 60]) expect(lossOf({ margin }, { angleDeg })).toBeCloseTo(Math.log(classes), 3);
  });

  it('is no lower with a margin', () => {
    const { fullStrength } = assembleStep(smallConfig({ margin }), classes).margin;
    expect(lossOf({ margin }, { strength: fullStrength })).toBeGreaterThanOrEqual(Math.log(classes) - 0.01);
  });
});

it('of CosFace is log(1 + (C − 1)·e^(s·m)), whatever the angle', () => {
  const margin = { name: 'cosface', cosineMargin: 0.35, scale: 32 } as const;
  for (const angleDeg of [90, 45])
    expect(lossOf({ margin }, { angleDeg, strength: 0.35 })).toBeCloseTo(Math.log1p(others * Math.exp(32 * 0.35)), 3);
});

it.each([90, 60, 20])('of ArcFace is log(1 + (C − 1)·e^(s·(cos θ − cos(θ + m)))) at %i°', angleDeg => {
  const margin = { name: 'arcface', angularMargin: 0.5, scale: 32 } as const;
  const angle = (angleDeg * Math.PI) / 180;
  const bent = 32 * (Math.cos(angle) - Math.cos(angle + 0.3));
  expect(lossOf({ margin }, { angleDeg, strength: 0.3 })).toBeCloseTo(Math.log1p(others * Math.exp(bent)), 3);
});

it('counts the focus of the focal loss', () => {
  const margin = { name: 'softmax' } as const;
  expect(lossOf({ margin, focalFocus: 2 })).toBeCloseTo((1 - 1 / classes) ** 2 * Math.log(classes), 4);
});

it('does not depend on label smoothing where no class is above another', () => {
  const margin = { name: 'softmax' } as const;
  expect(lossOf({ margin, labelSmoothing: 0.1 })).toBeCloseTo(Math.log(classes), 4);
});

it('leaves no tensor behind', () => {
  const tensors = tf.memory().numTensors;
  lossOf({});
  expect(tf.memory().numTensors).toBe(tensors);
});
