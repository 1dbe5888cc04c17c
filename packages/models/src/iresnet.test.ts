import { RandomStream, UsageError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { beforeAll, expect, it } from 'vitest';
import { iresnet18, iresnet34, iresnet50, iresnet100 } from './iresnet.js';
import { countParameters } from './model.js';
import { normMaps } from './testing/norm-maps.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** Two 3×3 convolutions, three norms and a PReLU. */
const block = (inputs: number, outputs: number) =>
  9 * inputs * outputs + 9 * outputs * outputs + 2 * inputs + 2 * outputs + outputs + 2 * outputs;
/** A 1×1 convolution and a norm. */
const shortcut = (inputs: number, outputs: number) => inputs * outputs + 2 * outputs;
const stem = 9 * 3 * 64 + 2 * 64 + 64;
const firstBlocks =
  block(64, 64) +
  shortcut(64, 64) +
  block(64, 128) +
  shortcut(64, 128) +
  block(128, 256) +
  shortcut(128, 256) +
  block(256, 512) +
  shortcut(256, 512);
/** Norm, fully connected layer over 7·7·512, and a norm whose scale is none of them. */
const head = 2 * 512 + (7 * 7 * 512 * 512 + 512) + 512;

it.each([
  // insightface publishes 24.03, 34.14, 43.59 and 65.16 M.
  [iresnet18, [2, 2, 2, 2], 24_025_088],
  [iresnet34, [3, 4, 6, 3], 34_138_816],
  [iresnet50, [3, 4, 14, 3], 43_590_336],
  [iresnet100, [3, 13, 30, 3], 65_155_648],
] as const)('%o of %j blocks has %d trained parameters', (create, [a, b, c, d], count) => {
  const further =
    (a - 1) * block(64, 64) + (b - 1) * block(128, 128) + (c - 1) * block(256, 256) + (d - 1) * block(512, 512);
  expect(stem + firstBlocks + further + head).toBe(count);
  const model = create();
  expect(model).toMatchObject({ imageSizePx: 112, embeddingSize: 512 });
  expect(countParameters(model.parameters)).toBe(count);
});

it('has at half its width half the channels in every layer', async () => {
  const maps = await normMaps(iresnet18({ width: 0.5, embeddingSize: 128 }));
  expect(maps).toMatchObject({
    stem: '1×112×112×32',
    'stage1.1.first': '1×112×112×32',
    'stage2.2.second': '1×28×28×64',
    'stage3.2.second': '1×14×14×128',
    'stage4.1.shortcut': '1×7×7×256',
    head: '1×7×7×256',
    'head.embedding': '1×1×1×128',
  });
});

it.each([0, -1, 0.3, Number.NaN])('refuses a width of %d', width => {
  expect(() => iresnet34({ width })).toThrow(
    new UsageError(
      `Expected a width that is a multiple of 1/8 but received ${width} (iresnet34). Set model.width to 0.5 for half the channels, 1 for those of the paper.`,
    ),
  );
});

it('iresnet100 halves the map in the second convolution of each stage', async () => {
  const maps = await normMaps(iresnet100());
  expect(maps).toMatchObject({
    stem: '1×112×112×64',
    'stage1.1': '1×112×112×64',
    'stage1.1.first': '1×112×112×64',
    'stage1.1.second': '1×56×56×64',
    'stage1.1.shortcut': '1×56×56×64',
    'stage2.1.first': '1×56×56×128',
    'stage2.13.second': '1×28×28×128',
    'stage3.30.second': '1×14×14×256',
    'stage4.1': '1×14×14×256',
    'stage4.1.shortcut': '1×7×7×512',
    'stage4.3.second': '1×7×7×512',
    head: '1×7×7×512',
    'head.embedding': '1×1×1×512',
  });
});

it('has no parameter for the scale of the last norm', () => {
  const names = iresnet18().parameters.map(({ name }) => name);
  expect(names.filter(name => name.startsWith('head.embedding.norm'))).toEqual([
    'head.embedding.norm.offset',
    'head.embedding.norm.mean',
    'head.embedding.norm.variance',
  ]);
});

it("draws each convolution's kernel with insightface's deviation of 0.1", () => {
  const convolutions = iresnet18().parameters.filter(({ name }) => name.endsWith('conv.kernel'));
  expect(convolutions).toHaveLength(1 + 2 * 8 + 4);
  for (const { name, initialize } of convolutions) {
    const values = new Float32Array(1000);
    initialize(values, RandomStream.fromSeed(1).split(name));
    const variance = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
    // Four standard errors.
    expect(Math.abs(variance / 0.01 - 1)).toBeLessThan(4 * Math.sqrt(2 / 1000));
  }
});

it('spans the map of larger photos, and refuses a size that leaves a part of it out', () => {
  const [small, large] = [112, 224].map(imageSizePx => countParameters(iresnet18({ imageSizePx }).parameters));
  expect((large as number) - (small as number)).toBe((14 * 14 - 7 * 7) * 512 * 512);
  expect(() => iresnet18({ imageSizePx: 120 })).toThrow(
    new UsageError(
      'Expected imageSizePx of a multiple of 16 but received 120 (iresnet18). Crop the photos to a size that the net takes.',
    ),
  );
});
