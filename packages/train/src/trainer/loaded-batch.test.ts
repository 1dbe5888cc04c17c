import { createLoader } from '@arcface-ts/data';
import { compile, startTensorflow, Variables } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { drawPhotos } from '../testing/drawn-photos.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

it('is read where the decoding threads wrote it, without a copy', async () => {
  startTensorflow({ device: 'cpu' });
  const root = temporaryFolder();
  const photos = await drawPhotos(root, { identities: 3, photosEach: 3, variation: 20 });
  const side = 112;
  const loader = createLoader({ photos, imageSizePx: side, batchSize: 3, seed: 3, threads: 1 });
  const mean = compile(({ images }) => ({ outputs: { mean: tf.mean(images) } }), {
    variables: await Variables.create({}),
    inputs: { images: { shape: [3, side, side, 3], dtype: 'uint8' } },
  });
  let batches = 0;
  for await (const batch of loader.batches(0)) {
    const { copied, outputs } = await mean.run({ images: batch.images });
    expect(copied).toEqual([]);
    const sum = batch.images.reduce((total, value) => total + value, 0);
    expect(outputs['mean']?.data[0]).toBeCloseTo(sum / batch.images.length, 2);
    batch.release();
    batches++;
  }
  expect(batches).toBe(3);
  await loader.close();
});
