import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteImagesOf, type PixelImages } from './pixels.js';

const size = { count: 2, width: 3, height: 2, channels: 2 };

test('bytes stay as they are', () => {
  const pixels = Uint8Array.from({ length: 24 }, (_, index) => 10 * index);
  expect(byteImagesOf({ ...size, pixels }, 'images')).toEqual({ ...size, bytes: pixels });
});

test('floats from 0 to 1 become bytes by PyTorch’s rule, clipped', () => {
  const pixels = [0, 0.5, 1, 1.5, -0.1, 0.999];
  const { bytes } = byteImagesOf({ pixels, count: 1, width: 6, height: 1, channels: 1 }, 'image');
  expect([...bytes]).toEqual([0, 127, 255, 255, 0, 254]);
});

test('a byte that was divided by 255 in float32 comes back', () => {
  const pixels = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);
  const { bytes } = byteImagesOf({ pixels, count: 1, width: 16, height: 16, channels: 1 }, 'image');
  expect([...bytes]).toEqual([...Array(256).keys()]);
});

test('CHW is HWC after its axes have moved', () => {
  const sizes = fc.record({ count: fc.nat(2), width: fc.nat(3), height: fc.nat(3), channels: fc.nat(3) });
  fc.assert(
    fc.property(sizes, less => {
      const [count, width, height, channels] = [less.count + 1, less.width + 1, less.height + 1, less.channels + 1];
      const value = (n: number, c: number, y: number, x: number) => n * 64 + c * 16 + y * 4 + x;
      const last: number[] = [];
      const first: number[] = [];
      for (let n = 0; n < count; n++) {
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) for (let c = 0; c < channels; c++) last.push(value(n, c, y, x));
        for (let c = 0; c < channels; c++)
          for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) first.push(value(n, c, y, x));
      }
      const shape = { count, width, height, channels };
      const moved = byteImagesOf({ ...shape, pixels: Uint8Array.from(first), layout: 'CHW' }, 'images');
      expect(moved.bytes).toEqual(Uint8Array.from(last));
    }),
  );
});

test.each<[string, Partial<PixelImages>, string]>([
  [
    'a width of 0',
    { width: 0 },
    'Expected width that is a whole number from 1 to 2147483647 but received 0 (images "a").',
  ],
  ['five channels', { channels: 5 }, 'Expected channels that is a whole number from 1 to 4 but received 5'],
  ['too few values', { count: 3 }, 'Expected 36 values, [3, 2, 3, 2] but received 24 (images "a").'],
  ['too few of CHW', { count: 3, layout: 'CHW' }, 'Expected 36 values, [3, 2, 2, 3] but received 24'],
  [
    'NaN',
    { pixels: new Float32Array(24).fill(Number.NaN, 5) },
    'Expected values from 0 to 1 but received NaN at index 5',
  ],
])('refuses %s', (_, wrong, message) => {
  const images = { ...size, pixels: new Uint8Array(24), ...wrong };
  expect(() => byteImagesOf(images, 'images "a"')).toThrow(message);
});
