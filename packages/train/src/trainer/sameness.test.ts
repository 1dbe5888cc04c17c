import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { type MarginConfig, type MarginName, marginNames, marginSchema } from '@arcface-ts/losses';
import { modelNames } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { assembleStep } from '../step/assemble-step.js';
import type { StepParts } from '../step/train-step.js';
import { copyState, disposeState, initialState, type TrainingState } from '../step/training-state.js';
import { noiseBatch } from '../testing/noise-batch.js';
import { smallConfig } from '../testing/small-config.js';
import { compiledTrainer } from './compiled-trainer.js';
import { eagerTrainer } from './eager-trainer.js';
import type { Trainer } from './trainer.js';

const classes = 4;
const steps = 5;
const batchSize = 8;

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** Loss and gradient norm of some steps, one after the other. */
async function figuresOf(trainer: Trainer, parts: StepParts): Promise<number[]> {
  const figures: number[] = [];
  const batch = noiseBatch({ size: batchSize, sidePx: parts.model.imageSizePx, classes, seed: 'noise' });
  for (let step = 0; step < steps; step++) {
    // So small that differences of rounding do not grow from step to step.
    const options = { learningRate: 1e-5, marginStrength: parts.margin.fullStrength };
    const { figures: found } = await trainer.step(batch, options);
    figures.push(found.loss, found.gradientNorm);
  }
  trainer.dispose();
  return figures;
}

function largestDifference(a: number[], b: number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value / (b[i] as number) - 1)));
}

/**
 * Eager and compiled figures agree within 1e-4. A deep net at its first steps may not be able to: then they must agree about as well
 * as the eager step agrees with itself once the last bit of each weight has changed.
 */
async function expectSameness(keys: Partial<TrainingConfigInput>): Promise<void> {
  const parts = assembleStep(smallConfig(keys), classes);
  const state = initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
  const eager = await figuresOf(eagerTrainer(parts, copyState(state)), parts);
  const compiled = await figuresOf(await compiledTrainer(parts, copyState(state), { batchSize }), parts);
  const difference = largestDifference(compiled, eager);
  if (difference >= 1e-4) {
    const shaken = await figuresOf(eagerTrainer(parts, shake(state)), parts);
    expect(difference).toBeLessThan(5 * largestDifference(shaken, eager));
  }
  disposeState(state);
}

/** A copy with each weight a last bit larger or smaller, by chance: norms cancel a change that all weights share. */
function shake(state: TrainingState): TrainingState {
  return tf.tidy(() => {
    const shaken = Object.entries(state.parameters).map(([name, value], seed) => {
      const signs = tf.sign(tf.randomUniform(value.shape, -1, 1, 'float32', seed));
      return [name, tf.mul(value, tf.add(1, tf.mul(signs, 2 ** -23)))] as const;
    });
    return copyState({ ...state, parameters: Object.fromEntries(shaken) }) as unknown as tf.TensorContainer;
  }) as unknown as TrainingState;
}

/** As small as each net allows. */
const imageSizes: Record<string, number> = { mobilefacenet: 112, resnet18: 64, resnet50: 64, 'lenet++': 28 };

it.each(modelNames)('%s steps alike, eager and compiled', { timeout: 120_000 }, async name => {
  const imageSizePx = imageSizes[name] ?? 32;
  await expectSameness({ model: { name, embeddingSize: 16, imageSizePx } });
});

it('resnet_face18 with squeeze and excitation steps alike, eager and compiled', async () => {
  await expectSameness({ model: { name: 'resnet_face18', embeddingSize: 16, imageSizePx: 16, useSe: true } });
});

it('a net for RGB made for grey steps alike, eager and compiled', async () => {
  await expectSameness({ model: { name: 'resnet18', embeddingSize: 2, imageSizePx: 28, colour: 'grey' } });
});

it('nets that see parts of a photo, each at a size of its own, step alike, eager and compiled', async () => {
  const squares = [
    { leftPx: 0, topPx: 0, sidePx: 32, imageSizePx: 32 },
    { leftPx: 0, topPx: 0, sidePx: 32 },
    { leftPx: 8, topPx: 12, sidePx: 16 },
  ];
  const views = { photoSizePx: 32, squares };
  await expectSameness({ model: { name: 'iresnet18', width: 0.25, embeddingSize: 8, imageSizePx: 16, views } });
});

/** What a margin needs to matter to a net whose embeddings are about 4 long. */
const marginOptions: Partial<Record<MarginName, object>> = {
  softmax: {},
  sphereface: {},
  magface: { scale: 16, shortestLength: 1, longestLength: 10 },
};

function marginConfig(name: MarginName): MarginConfig {
  return marginSchema.parse({ name, ...(marginOptions[name] ?? { scale: 16 }) });
}

const variants: Record<string, Partial<TrainingConfigInput>> = {
  ...Object.fromEntries(marginNames.map(name => [name, { margin: marginConfig(name) }])),
  'focal loss': { focalFocus: 2 },
  'label smoothing': { labelSmoothing: 0.1 },
  adam: { optimizer: { name: 'adam' } },
  nesterov: { optimizer: { name: 'sgd', nesterov: true } },
  'no clipping': { clipNorm: null },
};

it.each(Object.keys(variants))('%s steps alike, eager and compiled', async name => {
  const model = { name: 'iresnet18', embeddingSize: 16, imageSizePx: 16 };
  await expectSameness({ model, ...variants[name] });
});
