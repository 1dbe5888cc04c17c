import { type Batch, RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { assembleStep, createTrainStep, initialState, runStep, trainingConfigSchema } from '@arcface-ts/train';

/*
 * usage: our-step.js BATCH CLASSES — our side of the step bench, with the protocol of bench/pytorch/step.py: after the
 * warm-up it prints {"ready":true}, then runs one step for each line `step` of its input and answers {"ms":…}; at the end of
 * the input it prints its peak memory.
 */
const [batchSize, classes] = process.argv.slice(2).map(Number) as [number, number];
const warmupSteps = 3;

startTensorflow({ device: 'cpu' });
const config = trainingConfigSchema.parse({
  model: {},
  margin: { name: 'arcface', angularMargin: 0.5, scale: 32 },
  optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
  learningRate: { schedule: 'constant', base: 1e-5 },
  augmentation: {},
  validation: {},
  epochs: 1,
  batchSize,
});
const parts = assembleStep(config, classes);
const step = createTrainStep(parts);
const stream = RandomStream.fromSeed(1);
const sidePx = parts.model.imageSizePx;
let state = initialState(parts.specs, parts.optimizer, stream);
const batch: Batch = {
  images: Uint8Array.from({ length: batchSize * sidePx * sidePx * 3 }, () => stream.below(256)),
  labels: Int32Array.from({ length: batchSize }, () => stream.below(classes)),
  records: [],
  size: batchSize,
  release: () => undefined,
};

async function timedStep(): Promise<number> {
  const startMs = performance.now();
  const rates = { learningRate: config.learningRate.base, marginStrength: parts.margin.fullStrength };
  ({ state } = await runStep(step, state, batch, { sidePx, ...rates, place: 'bench' }));
  return performance.now() - startMs;
}

const print = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

for (let i = 0; i < warmupSteps; i++) await timedStep();
print({ ready: true });
process.stdin.setEncoding('utf8');
for await (const text of process.stdin) {
  for (const _ of (text as string).trimEnd().split('\n')) print({ ms: await timedStep() });
}
print({ peakRssMiB: process.resourceUsage().maxRSS / 1024 });
