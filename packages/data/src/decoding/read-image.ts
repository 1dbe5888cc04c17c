import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { asError } from '@arcface-ts/core';
import type { DecodeProblem, ImagePlace } from './decode-task.js';

/** A larger file is refused before it is read: an uncompressed photo of the largest size allowed is smaller. */
const maxFileBytes = 256 * 2 ** 20;

/** Shards that stay open: opening one for each image costs more than reading it. */
const maxOpenFiles = 64;

/** Opening a pipe would block the thread for good, beyond what ending it can undo. */
const notAFile: DecodeProblem = { code: 'NOT_A_FILE', message: 'it is not a regular file' };

/** Reads images from files and parts of files. One a thread: it keeps files open and is synchronous, since the thread has nothing else to do. */
export class ImageReader {
  /** Descriptors by path, the one that was used longest ago first. */
  readonly #open = new Map<string, number>();
  #scratch = Buffer.alloc(0);

  /** The bytes, or why there are none. Those of a raw image stay as they are until the next raw image is read. */
  read({ path, part, rawSidePx }: ImagePlace): Uint8Array | DecodeProblem {
    try {
      return part === undefined ? wholeFile(path) : this.#partOf(path, part, rawSidePx !== undefined);
    } catch (thrown) {
      const error = asError(thrown) as NodeJS.ErrnoException;
      if (error.code === 'ENOENT') return { code: 'NOT_FOUND', message: 'there is no such file' };
      return { code: 'UNREADABLE', message: error.code ?? error.message };
    }
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
  }

  #partOf(
    path: string,
    { position, length }: { position: number; length: number },
    isRaw: boolean,
  ): Uint8Array | DecodeProblem {
    if (length > maxFileBytes) return { code: 'TOO_LARGE', message: `it has ${length} bytes` };
    if (!this.#open.has(path) && !statSync(path).isFile()) return notAFile;
    const file = this.#descriptorOf(path);
    // A raw image is copied at once by whoever reads it: a new buffer for each would leave a gigabyte of garbage a minute.
    const bytes = isRaw ? this.#scratchOf(length) : Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(file, bytes, filled, length - filled, position + filled);
      if (count === 0)
        return { code: 'CORRUPT', message: `the file ends before byte ${position + length}, where the image does` };
      filled += count;
    }
    return bytes;
  }

  #scratchOf(length: number): Buffer {
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(length);
    return this.#scratch.subarray(0, length);
  }

  #descriptorOf(path: string): number {
    const known = this.#open.get(path);
    this.#open.delete(path);
    const file = known ?? openSync(path, 'r');
    this.#open.set(path, file);
    if (this.#open.size > maxOpenFiles) {
      const [oldest, descriptor] = this.#open.entries().next().value as [string, number];
      this.#open.delete(oldest);
      closeSync(descriptor);
    }
    return file;
  }
}

function wholeFile(path: string): Uint8Array | DecodeProblem {
  const status = statSync(path);
  if (!status.isFile()) return notAFile;
  if (status.size > maxFileBytes) return { code: 'TOO_LARGE', message: `the file has ${status.size} bytes` };
  return readFileSync(path);
}
