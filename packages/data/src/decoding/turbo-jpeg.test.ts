import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { TurboJpeg } from './turbo-jpeg.js';

/** Noise of some sizes, one of them no multiple of a block. */
function noise(width: number, height: number): Sharp {
  return sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  });
}

describe('TurboJpeg', () => {
  it.each([
    ['4:2:0', 100, false],
    ['4:2:0', 60, true],
    ['4:4:4', 95, false],
  ] as const)(
    'gives the pixels that sharp gives: %s, quality %i, progressive %s',
    async (chromaSubsampling, quality, progressive) => {
      const turbo = new TurboJpeg();
      for (const [width, height] of [
        [64, 48],
        [89, 109],
        [1, 1],
      ] as const) {
        const bytes = await noise(width, height).jpeg({ chromaSubsampling, quality, progressive }).toBuffer();
        const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
        expect(await turbo.decode(bytes)).toEqual({
          data: new Uint8Array(data),
          width: info.width,
          height: info.height,
        });
      }
    },
  );

  it('refuses what is cut off or no JPEG, and goes on, however often', async () => {
    const turbo = new TurboJpeg();
    const bytes = await noise(32, 32).jpeg().toBuffer();
    for (let i = 0; i < 250; i++) {
      expect(
        await turbo.decode(i % 2 === 0 ? bytes.subarray(0, bytes.length >> 1) : Buffer.alloc(100)),
      ).toBeUndefined();
    }
    expect((await turbo.decode(bytes))?.data).toHaveLength(32 * 32 * 3);
  });
});
