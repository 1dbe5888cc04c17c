import { encode } from 'fast-png';
import type { EncodedImage } from './encoded-image.js';
import type { ByteImages } from './pixels.js';

/** A single picture as a PNG file, without loss. */
export function pngOf({ bytes, width, height, channels }: ByteImages): EncodedImage {
  return { encoded: encode({ data: bytes, width, height, channels, depth: 8 }), width, height, channels };
}
