import { createHash } from 'node:crypto';
import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import type { TrainingConfigInput } from '../config.js';
import { assembleStep } from '../step/assemble-step.js';
import { disposeState, initialState } from '../step/training-state.js';
import { compiledTrainer } from '../trainer/compiled-trainer.js';
import { noiseBatch } from './noise-batch.js';
import { smallConfig } from './small-config.js';

/*
 * A program: takes two compiled steps of the model in its argument, in JSON, and prints the SHA-256 of all weights, moments and
 * velocities. `smallBatch` would be too small: what shares work out among threads shows in large arrays.
 */
const model = JSON.parse(process.argv[2] as string) as TrainingConfigInput['model'];
const size = 64;
const classes = 500;

startTensorflow({ device: 'cpu' });
const config = smallConfig({
  model,
  optimizer: { name: 'sgd', momentum: 0.9, weightDecay: 5e-4 },
});
const parts = assembleStep(config, classes);
const batch = noiseBatch({ size, sidePx: parts.model.imageSizePx, classes, seed: 'steps' });
const start = initialState(parts.specs, parts.optimizer, RandomStream.fromSeed(1));
const trainer = await compiledTrainer(parts, start, { batchSize: size });
for (let i = 0; i < 2; i++) await trainer.step(batch, { learningRate: 0.05, marginStrength: 0.1 });
const state = await trainer.state();
const hash = createHash('sha256');
for (const tensors of [state.parameters, state.optimizer]) {
  for (const [name, tensor] of Object.entries(tensors))
    hash.update(name).update(new Uint8Array(tensor.dataSync().buffer));
}
process.stdout.write(`${hash.digest('hex')}\n`);
disposeState(state);
trainer.dispose();
