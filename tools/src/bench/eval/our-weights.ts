import { readFile } from 'node:fs/promises';
import { RandomStream, runCommand } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { createModel, normalizePixels, writeWeights } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { settledWeights } from './settled-weights.js';

/** Moments of so many photos are good enough to keep what goes through the net near 1. */
const photosSeen = 16;

interface WeightsFlags {
  readonly net: string;
  readonly dimension: number;
  readonly crops: string;
  readonly out: string;
}

const command = new Command('our-weights')
  .description('Write the weights that both sides of the bench embed with: see bench/eval/README.md.')
  .requiredOption('--net <name>', 'net')
  .requiredOption('--dimension <n>', 'numbers of an embedding', Number)
  .requiredOption('--crops <file>', 'photos, [side, side, 3] uint8 RGB each')
  .requiredOption('--out <file>', 'safetensors file; its metadata name the order of the parameters')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ net, dimension: embeddingSize, crops, out }: WeightsFlags) => {
    startTensorflow({ device: 'cpu' });
    const model = createModel(net, { embeddingSize });
    const side = model.imageSizePx;
    const bytes = (await readFile(crops)).subarray(0, photosSeen * side * side * 3);
    const images = normalizePixels(tf.tensor4d(bytes, [bytes.length / (side * side * 3), side, side, 3], 'int32'));
    const weights = settledWeights(model, images, RandomStream.fromSeed(1));
    const order = model.parameters.map(({ name }) => name);
    await writeWeights(out, weights, { order: JSON.stringify(order) });
    process.stdout.write(JSON.stringify({ parameters: order.length }));
  });

await runCommand(command);
