import { type Batch, RandomStream } from '@arcface-ts/core';
import { compile, profileOfStep, type SessionOptions, type StepProfile, Variables } from '@arcface-ts/graph';
import { inferencePass, initializeParameters, type Model, normalizePixels } from '@arcface-ts/models';
import { assembleStep, compiledTrainer, initialState, modelOf, trainingConfigSchema } from '@arcface-ts/train';
import { benchClasses, benchNets } from '../bench/bench-net.js';

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
  const config = trainingConfigSchema.parse({
    model: { name: net, embeddingSize: sizesOf(net).embeddingSize },
    margin: { name: 'arcface', angularMargin: 0.5, scale: 32 },
    optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
    // So low that the one batch is not learned by heart.
    learningRate: { schedule: 'constant', base: 1e-5 },
    augmentation: {},
    validation: {},
    epochs: 1,
    batchSize,
    precision,
  });
  const parts = assembleStep(config, benchClasses);
  const start = initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
  const trainer = await compiledTrainer(parts, start, { batchSize, precision });
  const batch = noise(batchSize, parts.model.imageSizePx);
  const options = {
    learningRate: config.learningRate.base,
    marginStrength: parts.margin.fullStrength,
    place: 'tools:profile-step',
  };
  return {
    model: parts.model,
    run: () => trainer.step(batch, options),
    profile: () => trainer.profile(batch, options),
    dispose: () => trainer.dispose(),
  };
}

/** The forward pass that embeds photos, on one batch of noise. */
export async function inferenceWork({ net, batchSize, precision }: WorkOptions): Promise<ProfiledWork> {
  const model = modelOf({ model: { name: net, embeddingSize: sizesOf(net).embeddingSize, imageSizePx: null } });
  const parameters = initializeParameters(model.parameters, RandomStream.fromSeed(1));
  const variables = await Variables.create(parameters, { precision });
  for (const tensor of Object.values(parameters)) tensor.dispose();
  const side = model.imageSizePx;
  const forward = compile(
    ({ images }, values) => {
      const pixels = normalizePixels(images as Parameters<typeof normalizePixels>[0]);
      return { outputs: { embeddings: model.embed(pixels, inferencePass(values)) } };
    },
    { name: 'embed', variables, inputs: { images: { shape: [batchSize, side, side, 3], dtype: 'uint8' } } },
  );
  const { images } = noise(batchSize, side);
  return {
    model,
    run: () => forward.run({ images }),
    profile: async () => profileOfStep(await forward.profile({ images }), () => undefined),
    dispose: () => variables.dispose(),
  };
}

function noise(size: number, sidePx: number): Batch {
  const stream = RandomStream.fromSeed(1).split('batch');
  return {
    images: Uint8Array.from({ length: size * sidePx * sidePx * 3 }, () => stream.below(256)),
    labels: Int32Array.from({ length: size }, () => stream.below(benchClasses)),
    records: [],
    size,
    release: () => undefined,
  };
}
