import { readFile, writeFile } from 'node:fs/promises';
import { runCommand } from '@arcface-ts/core';
import { startTensorflow, Variables } from '@arcface-ts/graph';
import { createModel, readWeights } from '@arcface-ts/models';
import { compiledEmbedding } from '@arcface-ts/train';
import * as tf from '@tensorflow/tfjs-core';
import { Command } from 'commander';
import { answerTurns } from '../answer-turns.js';

interface EmbeddingFlags {
  readonly net: string;
  readonly dimension: number;
  readonly weights: string;
  readonly crops: string;
  readonly batch: number;
  readonly turn: number;
  readonly check?: string;
  readonly checked: number;
}

const command = new Command('our-embedding')
  .description('Time embedding photos and their mirror images, turn by turn: see bench/eval/README.md.')
  .requiredOption('--net <name>', 'net')
  .requiredOption('--dimension <n>', 'numbers of an embedding', Number)
  .requiredOption('--weights <file>', 'its weights')
  .requiredOption('--crops <file>', 'photos, [side, side, 3] uint8 RGB each')
  .requiredOption('--batch <n>', 'photos that a run of the net takes', Number)
  .requiredOption('--turn <n>', 'photos of a turn', Number)
  .option('--check <file>', 'file for the embeddings of the first photos, float32')
  .option('--checked <n>', 'photos in that file', Number, 64)
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ net, dimension, weights, crops, batch: batchSize, turn, check, checked }: EmbeddingFlags) => {
    startTensorflow({ device: 'cpu' });
    const model = createModel(net, { embeddingSize: dimension });
    const parameters = await readWeights(weights);
    const embed = compiledEmbedding(model, await Variables.create(parameters), { mirror: true, batchSize });
    tf.dispose(parameters);
    const photoBytes = model.imageSizePx ** 2 * 3;
    const bytes = (await readFile(crops)).subarray(0, turn * photoBytes);
    const embedFirst = async (photos: number): Promise<Float32Array> => {
      const embeddings = new Float32Array(photos * dimension);
      for (let first = 0; first < photos; first += batchSize) {
        const size = Math.min(batchSize, photos - first);
        const images = bytes.subarray(first * photoBytes, (first + size) * photoBytes);
        const batch = { images, labels: new Int32Array(size), records: [], size, release: () => undefined };
        embeddings.set(await embed(batch), first * dimension);
      }
      return embeddings;
    };
    const photos = bytes.length / photoBytes;
    if (check !== undefined) await writeFile(check, await embedFirst(Math.min(checked, photos)));
    await answerTurns(async () => void (await embedFirst(photos)));
  });

await runCommand(command);
