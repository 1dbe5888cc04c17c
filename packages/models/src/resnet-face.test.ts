import { UsageError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { beforeAll, expect, it } from 'vitest';
import { countParameters } from './model.js';
import { resnetFace18 } from './resnet-face.js';
import { normMaps } from './testing/norm-maps.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** Two 3×3 convolutions, the first of which keeps the channels, three norms and a single slope. */
const block = (inputs: number, outputs: number) =>
  9 * inputs * inputs + 9 * inputs * outputs + 2 * inputs + 2 * inputs + 2 * outputs + 1;
/** A 1×1 convolution and a norm. */
const shortcut = (inputs: number, outputs: number) => inputs * outputs + 2 * outputs;
/** Two fully connected layers with biases, a slope between them. */
const se = (channels: number) => 2 * channels * (channels / 16) + channels / 16 + channels + 1;

const widths = [64, 128, 256, 512] as const;
const further = widths.reduce((sum, width) => sum + block(width, width), 0);
const widening = [
  [64, 128],
  [128, 256],
  [256, 512],
] as const;
const first = widening.reduce((sum, [from, to]) => sum + block(from, to) + shortcut(from, to), block(64, 64));
const stem = 9 * 64 + 2 * 64 + 1;
const head = 2 * 512 + (8 * 8 * 512 * 512 + 512) + 2 * 512;

it.each([
  [false, 25_627_081],
  [true, 25_716_169],
])('with squeeze and excitation: %j has %d trained parameters', (useSe, count) => {
  const model = resnetFace18({ useSe });
  expect(model).toMatchObject({ imageSizePx: 128, colour: 'grey', embeddingSize: 512 });
  const gates = useSe ? widths.reduce((sum, width) => sum + 2 * se(width), 0) : 0;
  expect(stem + first + further + head + gates).toBe(count);
  expect(countParameters(model.parameters)).toBe(count);
});

it('halves the map by a max-pooling and in the second convolution of each stage but the first', async () => {
  expect(await normMaps(resnetFace18())).toMatchObject({
    stem: '1×128×128×64',
    'stage1.1': '1×64×64×64',
    'stage1.2.second': '1×64×64×64',
    'stage2.1.first': '1×64×64×64',
    'stage2.1.second': '1×32×32×128',
    'stage2.1.shortcut': '1×32×32×128',
    'stage3.2.second': '1×16×16×256',
    'stage4.2.second': '1×8×8×512',
    head: '1×8×8×512',
    'head.embedding': '1×1×1×512',
  });
});

it('has one slope for both PReLUs of a block', () => {
  const slopes = resnetFace18().parameters.filter(({ role }) => role === 'slope');
  expect(slopes.map(({ name, shape }) => [name, ...shape])).toEqual([
    ['stem.prelu.slope', 1],
    ...[1, 2, 3, 4].flatMap(stage => [1, 2].map(place => [`stage${stage}.${place}.prelu.slope`, 1])),
  ]);
});

it('refuses a size that leaves a part of the map out', () => {
  expect(() => resnetFace18({ imageSizePx: 120 })).toThrow(
    new UsageError(
      'Expected imageSizePx of a multiple of 16 but received 120 (resnet_face18). Crop the photos to a size that the net takes.',
    ),
  );
});
