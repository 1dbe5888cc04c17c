import { explain } from '../event-file-error.js';

/** A picture as raw values. */
export interface PixelImage {
  /**
   * The values, [height, width, channels]. In an array of bytes they go from 0 to 255; in any other from 0 to 1, and what lies
   * beyond is clipped.
   */
  readonly pixels: ArrayLike<number>;
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: number;
  /** The order of the axes; `CHW`, [channels, height, width], is PyTorch's. HWC when left out. */
  readonly layout?: 'HWC' | 'CHW';
}

/** Pictures of one size, one after the other in one array: [count, height, width, channels]. */
export interface PixelImages extends PixelImage {
  readonly count: number;
}

/** Pictures of one size as bytes, [count, height, width, channels]. */
export interface ByteImages {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

const highest = { columns: 2 ** 31 - 1, count: 2 ** 31 - 1, width: 2 ** 31 - 1, height: 2 ** 31 - 1, channels: 4 };

/**
 * Checks that a size is a whole number from 1 to what the format holds.
 * @throws RangeError that names it
 */
export function checkSize(name: keyof typeof highest, value: number, place: string): void {
  if (Number.isInteger(value) && value >= 1 && value <= highest[name]) return;
  throw new RangeError(
    explain({
      expected: `${name} that is a whole number from 1 to ${highest[name]}`,
      received: String(value),
      place,
      next: 'Pass the size that the picture has.',
    }),
  );
}

/**
 * The pictures as bytes in the order of a PNG.
 * @throws RangeError when a size cannot be, another number of values is there, or one of them is NaN
 */
export function byteImagesOf(images: PixelImages, place: string): ByteImages {
  const { pixels, count, width, height, channels, layout = 'HWC' } = images;
  for (const [name, value] of Object.entries({ count, width, height, channels })) {
    checkSize(name as keyof typeof highest, value, place);
  }
  const area = width * height;
  if (pixels.length !== count * area * channels) {
    const shape = { HWC: [count, height, width, channels], CHW: [count, channels, height, width] }[layout];
    throw new RangeError(
      explain({
        expected: `${count * area * channels} values, [${shape.join(', ')}]`,
        received: String(pixels.length),
        place,
        next: 'Pass all pictures in one array, and their size.',
      }),
    );
  }
  const isBytes = pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray;
  const byteAt = isBytes ? (index: number) => pixels[index] as number : (index: number) => scaled(pixels, index, place);
  const bytes = new Uint8Array(pixels.length);
  if (layout === 'HWC') {
    for (let index = 0; index < bytes.length; index++) bytes[index] = byteAt(index);
  } else {
    for (let index = 0; index < bytes.length; index++) {
      // [picture, channel, place in the picture] → [picture, place, channel]
      const plane = Math.floor(index / area);
      const channel = plane % channels;
      bytes[(plane - channel) * area + (index % area) * channels + channel] = byteAt(index);
    }
  }
  return { bytes, count, width, height, channels };
}

/** A value from 0 to 1 as a byte, in PyTorch's arithmetic: float32, rounded down, clipped. So x/255 gives x again. */
function scaled(pixels: ArrayLike<number>, index: number, place: string): number {
  const value = pixels[index] as number;
  if (!Number.isNaN(value)) return Math.min(255, Math.max(0, Math.floor(Math.fround(Math.fround(value) * 255))));
  throw new RangeError(
    explain({
      expected: 'values from 0 to 1',
      received: `NaN at index ${index}`,
      place,
      next: 'Look for what made it before showing it.',
    }),
  );
}
