import { RandomStream } from '@arcface-ts/core';
import { compile, profileOfStep, type SessionOptions, type StepProfile, Variables } from '@arcface-ts/graph';
import { createModel, initializeParameters, type Model } from '@arcface-ts/models';
import { compiledTrainer, embedPixels, initialState } from '@arcface-ts/train';
import { benchNets } from '../bench/bench-net.js';
import { benchStep, noiseBatch } from '../bench/bench-work.js';

export type Precision = NonNullable<SessionOptions['precision']>;

/** Compiled work that can be run as it is, or run and profiled. */
export interface ProfiledWork {
  readonly model: Model;
  run(): Promise<unknown>;
  profile(): Promise<StepProfile>;
  dispose(): void;
}

export interface WorkOptions {
  readonly net: string;
  readonly batchSize: number;
  readonly precision: Precision;
}

/** A net's embedding size and batch in the step bench; nets that the bench leaves out take what is usual for them. */
export function sizesOf(net: string): { embeddingSize: number; batchSize: number } {
  return benchNets.find(({ name }) => name === net) ?? { embeddingSize: 512, batchSize: 32 };
}

/** The training step that the bench measures, on one batch of noise. */
export async function trainingWork({ net, batchSize, precision }: WorkOptions): Promise<ProfiledWork> {
  const { parts, learningRate } = benchStep(net, sizesOf(net).embeddingSize);
  const start = initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
  const trainer = await compiledTrainer(parts, start, { batchSize, precision, scaleLoss: precision === 'float16' });
  const batch = noiseBatch(batchSize, parts.model.imageSizePx);
  const options = { learningRate, marginStrength: parts.margin.fullStrength };
  return {
    model: parts.model,
    run: () => trainer.step(batch, options),
    profile: () => trainer.profile(batch, options),
    dispose: () => trainer.dispose(),
  };
}

/** The forward pass that embeds photos, on one batch of noise. */
export async function inferenceWork({ net, batchSize, precision }: WorkOptions): Promise<ProfiledWork> {
  const model = createModel(net, { embeddingSize: sizesOf(net).embeddingSize });
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
