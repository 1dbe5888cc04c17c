import { asError } from '@arcface-ts/core';
import { alter } from './alter.js';
import { sampleWarp } from './crop-warp.js';
import type { DecodeProblem, DecodeTask } from './decode-task.js';
import { decodeRgb, type RgbImage } from './image-codec.js';
import type { ImageReader } from './read-image.js';
import { sampleFrame } from './sample-frame.js';

/**
 * Decodes one photo, crops it and writes [sizePx, sizePx, 3] RGB into the slab at the task's offset.
 * Returns the problem of a photo that cannot be read; throws only for a fault of the program.
 */
export async function decodePhoto(
  task: DecodeTask,
  { reader, sizePx, slab }: { reader: ImageReader; sizePx: number; slab: SharedArrayBuffer },
): Promise<DecodeProblem | undefined> {
  const bytes = reader.read(task.image);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const image = await imageOf(bytes, task, sizePx);
  if (!('data' in image)) return image;
  const pixels = new Uint8ClampedArray(slab, task.byteOffset, sizePx * sizePx * 3);
  if (task.warp) sampleWarp(image, task.warp, sizePx, pixels);
  else sampleFrame(image, task, sizePx, pixels);
  if (task.alterations !== undefined) await alter(pixels, sizePx, task.alterations);
  return undefined;
}

async function imageOf(
  bytes: Uint8Array,
  { image: { rawSidePx }, frame: [a, b, , d, e] }: DecodeTask,
  sizePx: number,
): Promise<RgbImage | DecodeProblem> {
  if (rawSidePx !== undefined) {
    if (bytes.length === rawSidePx ** 2 * 3) return { data: bytes, width: rawSidePx, height: rawSidePx };
    return { code: 'CORRUPT', message: `it has ${bytes.length} bytes and not ${rawSidePx}×${rawSidePx}×3` };
  }
  // Twice the crop's resolution, or up to 1.4 times that in a turned one, is as much as bilinear sampling can use; more would only alias.
  const maxWidth = Math.ceil((2 * sizePx) / Math.max(Math.abs(a), Math.abs(b)));
  const maxHeight = Math.ceil((2 * sizePx) / Math.max(Math.abs(d), Math.abs(e)));
  try {
    return await decodeRgb(bytes, { maxWidth, maxHeight });
  } catch (thrown) {
    const message = asError(thrown).message.trim().replaceAll('\n', '; ');
    return { code: message.includes('exceeds pixel limit') ? 'TOO_LARGE' : 'CORRUPT', message };
  }
}
