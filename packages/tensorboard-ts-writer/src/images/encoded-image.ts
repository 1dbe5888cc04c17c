import { create } from '@bufbuild/protobuf';
import { explain } from '../event-file-error.js';
import { type Summary_Image, Summary_ImageSchema } from '../proto/summary_pb.js';
import { checkSize } from './pixels.js';

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
        next: 'Pass raw values as { pixels, width, height, channels }.',
      }),
    );
  }
  checkSize('width', width, place);
  checkSize('height', height, place);
  checkSize('channels', channels, place);
  return create(Summary_ImageSchema, { height, width, colorspace: channels, encodedImageString: encoded });
}
