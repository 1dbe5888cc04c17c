import { startTensorflow } from '@arcface-ts/graph';
import { beforeAll, expect, it } from 'vitest';
import { mobilefacenet } from './mobilefacenet.js';
import { countParameters } from './model.js';
import { kernelsOf, normMaps } from './testing/norm-maps.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it('has 1,003,136 trained parameters at 128 dimensions, its default', () => {
  const model = mobilefacenet();
  expect(model).toMatchObject({ imageSizePx: 112, embeddingSize: 128 });
  expect(countParameters(model.parameters)).toBe(1_003_136);
});

it('grows by a row of the last kernel, a scale and an offset for each further dimension', () => {
  const [small, large] = [128, 512].map(embeddingSize => countParameters(mobilefacenet({ embeddingSize }).parameters));
  expect((large as number) - (small as number)).toBe((512 - 128) * (512 + 2));
  expect(large).toBe(1_200_512);
});

it('has the maps of table 1 of the paper', async () => {
  expect(await normMaps(mobilefacenet())).toMatchObject({
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
  const sums = (await kernelsOf(mobilefacenet())).filter(({ name }) => name === 'ArcfaceScaleShiftAdd');
  const shapes = sums.map(({ outputShapes }) => outputShapes[0]?.join('×'));
  expect(shapes).toEqual([
    ...Array<string>(4).fill('1×28×28×64'),
    ...Array<string>(6).fill('1×14×14×128'),
    ...Array<string>(2).fill('1×7×7×128'),
  ]);
});
