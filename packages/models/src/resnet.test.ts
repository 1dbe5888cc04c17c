import { UsageError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { beforeAll, describe, expect, it } from 'vitest';
import { countParameters, type Model } from './model.js';
import { resnet18, resnet50 } from './resnet.js';
import { normMaps } from './testing/norm-maps.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** Trained parameters up to the global average, and behind it. */
function countsOf({ parameters }: Model): [number, number] {
  const isHead = ({ name }: { name: string }) => name.startsWith('head.');
  return [countParameters(parameters.filter(spec => !isHead(spec))), countParameters(parameters.filter(isHead))];
}

describe('resnet18', () => {
  it("has torchvision's 11,689,512 parameters less those of its classifier, 512·1000 + 1000", () => {
    const model = resnet18();
    expect(model).toMatchObject({ imageSizePx: 112, embeddingSize: 128 });
    expect(countsOf(model)).toEqual([11_689_512 - 513_000, 512 * 128 + 128 + 2 * 128]);
    expect(countsOf(model)[0]).toBe(11_176_512);
  });

  it('takes digits of 28 px, grey, to two dimensions', async () => {
    const model = resnet18({ imageSizePx: 28, colour: 'grey', embeddingSize: 2 });
    // One channel in place of three for the 7×7 filters of the stem.
    expect(countsOf(model)).toEqual([11_176_512 - 2 * 7 * 7 * 64, 512 * 2 + 2 + 2 * 2]);
    expect(await normMaps(model)).toMatchObject({
      stem: '1×14×14×64',
      'stage1.2.second': '1×7×7×64',
      'stage2.1.first': '1×4×4×128',
      'stage3.1.first': '1×2×2×256',
      'stage4.2.second': '1×1×1×512',
      'head.embedding': '1×1×1×2',
    });
  });

  it('halves the map five times', async () => {
    expect(await normMaps(resnet18())).toMatchObject({
      stem: '1×56×56×64',
      'stage1.1.first': '1×28×28×64',
      'stage1.2.second': '1×28×28×64',
      'stage2.1.first': '1×14×14×128',
      'stage2.1.shortcut': '1×14×14×128',
      'stage3.2.second': '1×7×7×256',
      'stage4.1.first': '1×4×4×512',
      'stage4.2.second': '1×4×4×512',
      'head.embedding': '1×1×1×128',
    });
  });
});

describe('resnet50', () => {
  it("has torchvision's 25,557,032 parameters less those of its classifier, 2048·1000 + 1000", () => {
    const model = resnet50();
    expect(model).toMatchObject({ imageSizePx: 160, embeddingSize: 128 });
    expect(countsOf(model)).toEqual([25_557_032 - 2_049_000, 2048 * 128 + 128 + 2 * 128]);
    expect(countsOf(model)).toEqual([23_508_032, 262_528]);
  });

  it('has the maps of table 1 of the paper, with the stride on the 3×3 convolution', async () => {
    const maps = await normMaps(resnet50());
    expect(maps).toMatchObject({
      stem: '1×80×80×64',
      'stage1.1.narrow': '1×40×40×64',
      'stage1.1.widen': '1×40×40×256',
      'stage1.1.shortcut': '1×40×40×256',
      'stage2.1.narrow': '1×40×40×128',
      'stage2.1.filter': '1×20×20×128',
      'stage2.1.shortcut': '1×20×20×512',
      'stage3.1.widen': '1×10×10×1024',
      'stage4.3.widen': '1×5×5×2048',
      'head.embedding': '1×1×1×128',
    });
    // One for the stem, three for each block, one for each stage's shortcut, one for the embedding.
    expect(Object.keys(maps)).toHaveLength(1 + 3 * (3 + 4 + 6 + 3) + 4 + 1);
  });

  it('has as many parameters for photos of any size', () => {
    expect(countsOf(resnet50({ imageSizePx: 224 }))).toEqual(countsOf(resnet50({ imageSizePx: 32 })));
  });

  it('refuses photos that leave no map', () => {
    expect(() => resnet50({ imageSizePx: 16 })).toThrow(
      new UsageError(
        'Expected imageSizePx of 17 or more but received 16 (resnet50). Crop the photos to a size that the net takes.',
      ),
    );
  });
});
