import { RandomStream } from '@arcface-ts/core';
import { compile, profileOfStep, type SessionOptions, type StepProfile, Variables } from '@arcface-ts/graph';
import { initializeParameters, type Model } from '@arcface-ts/models';
import { beginAverage, compiledTrainer, embedPixels, initialState } from '@arcface-ts/train';
import { noiseBatch } from '../bench/bench-work.js';
import type { ProfiledSubject } from './profiled-subject.js';

export type Precision = NonNullable<SessionOptions['precision']>;

/** Compiled work that can be run as it is, or run and profiled. */
export interface ProfiledWork {
  readonly model: Model;
  run(): Promise<unknown>;
  profile(): Promise<StepProfile>;
  dispose(): void;
}

export interface WorkOptions {
  readonly batchSize: number;
  readonly precision: Precision;
}

/** A training step on one batch of noise. */
export async function trainingWork(
  { parts, learningRate, averaged }: ReturnType<ProfiledSubject['step']>,
  { batchSize, precision }: WorkOptions,
): Promise<ProfiledWork> {
  const start = initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
  const trainer = await compiledTrainer(parts, averaged ? beginAverage(start) : start, {
    batchSize,
    precision,
    scaleLoss: precision === 'float16',
  });
  const batch = noiseBatch(batchSize, parts.model.imageSizePx);
  const options = { learningRate, marginStrength: parts.margin.fullStrength, averageRate: 0.01 };
  return {
    model: parts.model,
    run: () => trainer.step(batch, options),
    profile: () => trainer.profile(batch, options),
    dispose: () => trainer.dispose(),
  };
}

/** The forward pass that embeds photos, on one batch of noise. */
export async function inferenceWork(model: Model, { batchSize, precision }: WorkOptions): Promise<ProfiledWork> {
  const parameters = initializeParameters(model.parameters, RandomStream.fromSeed(1));
  const variables = await Variables.create(parameters, { precision });
  for (const tensor of Object.values(parameters)) tensor.dispose();
  const side = model.imageSizePx;
  const forward = compile(
    ({ images }, values) => ({
      outputs: { embeddings: embedPixels(model, values, images as Parameters<typeof embedPixels>[2], {}) },
    }),
    { name: 'embed', variables, inputs: { images: { shape: [batchSize, side, side, 3], dtype: 'uint8' } } },
  );
  const { images } = noiseBatch(batchSize, side);
  return {
    model,
    run: () => forward.run({ images }),
    profile: async () => profileOfStep(await forward.profile({ images }), () => undefined),
    dispose: () => variables.dispose(),
  };
}
