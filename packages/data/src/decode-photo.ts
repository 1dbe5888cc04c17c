import { readFileSync, statSync } from 'node:fs';
import { asError } from '@arcface-ts/core';
import type { DecodeProblem, DecodeTask } from './decode-task.js';
import { decodeRgb } from './image-codec.js';
import { sampleBox } from './sample-box.js';

/** A larger file is refused before it is read: an uncompressed photo of the largest size allowed is smaller. */
const maxFileBytes = 256 * 2 ** 20;

/** Synchronous, since the thread has nothing else to do, and the detour over libuv's threads costs more than the reading. */
function readPhoto(path: string): Uint8Array | DecodeProblem {
  try {
    // Opening a pipe would block the thread for good, beyond what ending it can undo.
    const status = statSync(path);
    if (!status.isFile()) return { code: 'NOT_A_FILE', message: 'it is not a regular file' };
    if (status.size > maxFileBytes) return { code: 'TOO_LARGE', message: `the file has ${status.size} bytes` };
    return readFileSync(path);
  } catch (thrown) {
    const error = asError(thrown) as NodeJS.ErrnoException;
    if (error.code === 'ENOENT') return { code: 'NOT_FOUND', message: 'there is no such file' };
    return { code: 'UNREADABLE', message: error.code ?? error.message };
  }
}

/**
 * Decodes one photo, crops it and writes [sizePx, sizePx, 3] RGB into the slab at the task's offset.
 * Returns the problem of a photo that cannot be read; throws only for a fault of the program.
 */
export async function decodePhoto(
  task: DecodeTask,
  sizePx: number,
  slab: SharedArrayBuffer,
): Promise<DecodeProblem | undefined> {
  const bytes = readPhoto(task.path);
  if (!(bytes instanceof Uint8Array)) return bytes;
  // Twice the crop's resolution is as much as bilinear sampling can use; more would only alias.
  const maxWidth = Math.ceil((2 * sizePx) / task.box.width);
  const maxHeight = Math.ceil((2 * sizePx) / task.box.height);
  let image: Awaited<ReturnType<typeof decodeRgb>>;
  try {
    image = await decodeRgb(bytes, { maxWidth, maxHeight });
  } catch (thrown) {
    const message = asError(thrown).message.trim().replaceAll('\n', '; ');
    return { code: message.includes('exceeds pixel limit') ? 'TOO_LARGE' : 'CORRUPT', message };
  }
  sampleBox(image, task, sizePx, new Uint8ClampedArray(slab, task.byteOffset, sizePx * sizePx * 3));
  return undefined;
}
