import { RandomStream } from '@arcface-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRgb, jpegFromSvg } from '../decoding/image-codec.js';
import { bitCount, hammingDistance, type PerceptualHash, perceptualHash } from './perceptual-hash.js';

const pictures = 24;

/** A picture of soft and hard shapes between dark and light, drawn from a seed. */
function pictureSvg(seed: number, options: { sizePx: number; extra?: string }): string {
  const stream = RandomStream.fromSeed('perceptual-hash').split(seed);
  const grey = () => {
    const [red, green, blue] = [0, 0, 0].map(() => Math.round(stream.between(60, 190)));
    return `rgb(${red},${green},${blue})`;
  };
  const shapes = Array.from({ length: 14 }, () => {
    const [x, y] = [stream.between(0, 200), stream.between(0, 200)];
    const [width, height] = [stream.between(10, 60), stream.between(10, 60)];
    return `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${height}" fill="${grey()}" fill-opacity="0.8"/>`;
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${options.sizePx}" height="${options.sizePx}" viewBox="0 0 200 200">` +
    `<rect width="200" height="200" fill="${grey()}"/>${shapes.join('')}${options.extra ?? ''}</svg>`
  );
}

async function thumbnailOf(seed: number, options: { sizePx?: number; quality?: number; extra?: string } = {}) {
  const { sizePx = 200, quality = 95, extra = '' } = options;
  const jpeg = await jpegFromSvg(pictureSvg(seed, { sizePx, extra }), { quality });
  return (await decodeRgb(jpeg, { maxWidth: 32, maxHeight: 32 })).data;
}

/** The largest distance between the hash of a picture and that of what became of it, over all pictures. */
async function largestDistance(change: (seed: number, original: Uint8Array) => Promise<Uint8Array> | Uint8Array) {
  let largest = 0;
  for (let seed = 0; seed < pictures; seed++) {
    const original = await thumbnailOf(seed);
    const changed = await change(seed, original);
    // A change that changes nothing would prove nothing.
    expect(Buffer.from(changed).equals(Buffer.from(original))).toBe(false);
    largest = Math.max(largest, hammingDistance(perceptualHash(original), perceptualHash(changed)));
  }
  return largest;
}

describe('the hash of a picture changes by few bits or none', () => {
  it('when it is brightened', async () => {
    expect(await largestDistance((_, original) => original.map(value => value + 40))).toBe(0);
  });

  it('when its contrast is lowered', async () => {
    expect(
      await largestDistance((_, original) => original.map(value => Math.round(0.6 * value + 50))),
    ).toBeLessThanOrEqual(4);
  });

  it('when it is compressed', async () => {
    expect(await largestDistance(seed => thumbnailOf(seed, { quality: 50 }))).toBeLessThanOrEqual(4);
  });

  it('when it is drawn at half the size', async () => {
    expect(await largestDistance(seed => thumbnailOf(seed, { sizePx: 100 }))).toBeLessThanOrEqual(4);
  });
});

describe('other pictures have other hashes', () => {
  it('a third of the bits or more for pictures that have nothing in common', async () => {
    const hashes = await Promise.all(
      Array.from({ length: pictures }, async (_, seed) => perceptualHash(await thumbnailOf(seed))),
    );
    const distances = hashes.flatMap((one, index) => hashes.slice(index + 1).map(other => hammingDistance(one, other)));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(12);
    const mean = distances.reduce((sum, distance) => sum + distance) / distances.length;
    expect(Math.abs(mean - 32)).toBeLessThan(1.5);
  });

  it('more bits than near duplicates for the mirror image', async () => {
    const mirrored = (data: Uint8Array) =>
      data.map((_, at) => data[at - (at % 96) + 93 - (at % 96) + 2 * (at % 3)] as number);
    let smallest = 64;
    for (let seed = 0; seed < pictures; seed++) {
      const original = await thumbnailOf(seed);
      smallest = Math.min(smallest, hammingDistance(perceptualHash(original), perceptualHash(mirrored(original))));
    }
    expect(smallest).toBeGreaterThan(12);
  });
});

describe('its bits', () => {
  const side = 32;
  const wave = (at: number, frequency: number) => Math.cos(((2 * at + 1) * frequency * Math.PI) / (2 * side));

  it('say which frequencies are above the median, the lowest row in the high bits', () => {
    // One wave of vertical frequency 1 and horizontal frequency 2; rounding to bytes leaves the others small but not 0.
    const up = Uint8Array.from(
      { length: side * side },
      (_, at) => 128 + 100 * wave(Math.floor(at / side), 1) * wave(at % side, 2),
    );
    const down = Uint8Array.from(
      { length: side * side },
      (_, at) => 128 - 100 * wave(Math.floor(at / side), 1) * wave(at % side, 2),
    );
    expect((perceptualHash(up)[0] >>> 30) & 1).toBe(1);
    expect((perceptualHash(down)[0] >>> 30) & 1).toBe(0);
  });

  it('are half ones and half zeros in a picture with something to see', async () => {
    for (let seed = 0; seed < pictures; seed++) {
      expect(hammingDistance(perceptualHash(await thumbnailOf(seed)), [0, 0])).toBe(32);
    }
  });

  it.each([0, 7, 128, 255])('are all 0 in a picture of one grey, %d', grey => {
    expect(perceptualHash(new Uint8Array(side * side).fill(grey))).toEqual([0, 0]);
  });

  it('are the same for grey bytes and for RGB of the same grey', async () => {
    const rgb = await thumbnailOf(1);
    const grey = Uint8Array.from({ length: side * side }, (_, pixel) => rgb[3 * pixel] as number);
    const greyRgb = Uint8Array.from({ length: 3 * side * side }, (_, at) => grey[Math.floor(at / 3)] as number);
    expect(perceptualHash(greyRgb)).toEqual(perceptualHash(grey));
  });
});

it('refuses a thumbnail of another size', () => {
  expect(() => perceptualHash(new Uint8Array(64))).toThrow(
    'Expected 32×32 grey or RGB bytes, 1024 or 3072 but received 64 (perceptualHash).',
  );
});

describe('hammingDistance', () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const hash: fc.Arbitrary<PerceptualHash> = fc.tuple(word, word);

  it('counts bits as their binary digits do', () => {
    fc.assert(
      fc.property(word, value => {
        expect(bitCount(value)).toBe(value.toString(2).replaceAll('0', '').length);
      }),
    );
    expect(bitCount(0xffffffff)).toBe(32);
  });

  it('is a metric', () => {
    fc.assert(
      fc.property(hash, hash, hash, (a, b, c) => {
        expect(hammingDistance(a, a)).toBe(0);
        expect(hammingDistance(a, b)).toBe(hammingDistance(b, a));
        expect(hammingDistance(a, c)).toBeLessThanOrEqual(hammingDistance(a, b) + hammingDistance(b, c));
      }),
    );
  });
});
