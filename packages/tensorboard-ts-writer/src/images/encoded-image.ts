import { create } from '@bufbuild/protobuf';
import { explain } from '../event-file-error.js';
import { type Summary_Image, Summary_ImageSchema } from '../proto/summary_pb.js';

/** A picture as a PNG or JPEG encoder left it. */
export interface EncodedImage {
  /** The whole PNG or JPEG file. */
  readonly encoded: Uint8Array;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** The colour space, by its channels: 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
  readonly channels: number;
}

const signatures = [
  [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], // PNG
  [0xff, 0xd8, 0xff], // JPEG
];

/**
 * The image as a summary holds it.
 * @throws TypeError when the bytes are no PNG or JPEG file, RangeError when a size or the channels cannot be
 */
export function imageOf(tag: string, { encoded, width, height, channels }: EncodedImage): Summary_Image {
  const place = `image "${tag}"`;
  if (!signatures.some(signature => signature.every((byte, index) => encoded[index] === byte))) {
    throw new TypeError(
      explain({
        expected: 'the bytes of a PNG or JPEG file',
        received: `${encoded.length} bytes that start otherwise`,
        place,
        next: "Encode raw pixels first, with sharp's png().toBuffer() for one.",
      }),
    );
  }
  for (const [name, value, highest] of [
    ['width', width, 2 ** 31 - 1],
    ['height', height, 2 ** 31 - 1],
    ['channels', channels, 4],
  ] as const) {
    if (Number.isInteger(value) && value >= 1 && value <= highest) continue;
    throw new RangeError(
      explain({
        expected: `${name} that is a whole number from 1 to ${highest}`,
        received: String(value),
        place,
        next: 'Pass what the encoder says about the image that it wrote.',
      }),
    );
  }
  return create(Summary_ImageSchema, { height, width, colorspace: channels, encodedImageString: encoded });
}
