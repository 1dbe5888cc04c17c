import { RandomStream } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { mobilefacenet } from './mobilefacenet.js';
import { countParameters, inferencePass, initializeParameters, type Model } from './model.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it('has 1,003,136 trained parameters at 128 dimensions, its default', () => {
  const model = mobilefacenet();
  expect(model).toMatchObject({ imageSizePx: 112, embeddingSize: 128 });
  expect(countParameters(model.parameters)).toBe(1_003_136);
});

it('grows by a row of the last kernel, a scale and an offset for each further dimension', () => {
  const [small, large] = [128, 512].map(embeddingSize => countParameters(mobilefacenet({ embeddingSize }).parameters));
  expect((large as number) - (small as number)).toBe((512 - 128) * (512 + 2));
});

/** What TensorFlow ran for one photo, op by op. */
async function kernelsOf(model: Model) {
  const parameters = initializeParameters(model.parameters, RandomStream.fromSeed(1));
  const images = tf.zeros([1, 112, 112, 3]) as tf.Tensor4D;
  const { kernels } = await tf.profile(() => tf.tidy(() => model.embed(images, inferencePass(parameters))));
  tf.dispose([parameters, images]);
  return kernels;
}

it('has the maps of table 1 of the paper', async () => {
  const model = mobilefacenet();
  const kernels = await kernelsOf(model);
  const norms = model.parameters
    .filter(({ role }) => role === 'mean')
    .map(({ name }) => name.replace('.norm.mean', ''));
  const maps = kernels
    .filter(({ name }) => name === 'FusedBatchNorm')
    .map(({ outputShapes }) => outputShapes[0]?.join('×'));
  expect(maps.length).toBe(norms.length);
  const byName = Object.fromEntries(norms.map((name, i) => [name, maps[i]]));
  expect(byName).toMatchObject({
    stem: '1×56×56×64',
    'stem.depthwise': '1×56×56×64',
    'stage1.1.expand': '1×56×56×128',
    'stage1.1.project': '1×28×28×64',
    'stage2.4.project': '1×28×28×64',
    'stage3.1.expand': '1×28×28×256',
    'stage3.1.project': '1×14×14×128',
    'stage4.6.project': '1×14×14×128',
    'stage5.1.expand': '1×14×14×512',
    'stage5.1.project': '1×7×7×128',
    'stage6.2.project': '1×7×7×128',
    'head.expand': '1×7×7×512',
    'head.global': '1×1×1×512',
    'head.embedding': '1×1×1×128',
  });
});

it('adds what went in where a bottleneck keeps its shape: 4, 6 and 2 times', async () => {
  const kernels = (await kernelsOf(mobilefacenet())).filter(({ name }) => name !== 'Reshape');
  // PReLU adds too, but never straight after a norm.
  const sums = kernels.filter(({ name }, i) => name === 'Add' && kernels[i - 1]?.name === 'FusedBatchNorm');
  const shapes = sums.map(({ outputShapes }) => outputShapes[0]?.join('×'));
  expect(shapes).toEqual([
    ...Array<string>(4).fill('1×28×28×64'),
    ...Array<string>(6).fill('1×14×14×128'),
    ...Array<string>(2).fill('1×7×7×128'),
  ]);
});
