import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { asError, DataError } from '@arcface-ts/core';

/** A stretch of a file. */
export interface FileRange {
  readonly position: number;
  readonly bytes: number;
}

/**
 * One buffer that moves over a large file, for a reader that jumps forwards in small steps: most jumps land in what was
 * read already. Numbers are little-endian. It never holds more than the file has.
 */
export class FileWindow {
  readonly file: string;
  /** Bytes of the file when it was opened. */
  readonly size: number;
  readonly #handle: FileHandle;
  readonly #buffer: Buffer;
  #start = 0;
  #filled = 0;

  private constructor(file: string, handle: FileHandle, options: { size: number; windowBytes: number }) {
    this.file = file;
    this.size = options.size;
    this.#handle = handle;
    this.#buffer = Buffer.alloc(Math.min(options.size, options.windowBytes));
  }

  /** Throws a DataError when there is no such file, or it is no regular one. */
  static async open(file: string, options: { windowBytes: number }): Promise<FileWindow> {
    // A pipe would be waited for.
    const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(thrown => {
      const error = asError(thrown) as NodeJS.ErrnoException;
      throw DataError.because({ expected: 'a readable file', received: error.code ?? error.message, place: file });
    });
    const status = await handle.stat();
    if (status.isFile()) return new FileWindow(file, handle, { size: status.size, ...options });
    await handle.close();
    throw DataError.because({ expected: 'a regular file', received: 'something else', place: file });
  }

  /** Whether the bytes from `position` on, as far as the file goes, are in the buffer. */
  holds(position: number, bytes: number): boolean {
    return position >= this.#start && Math.min(position + bytes, this.size) <= this.#start + this.#filled;
  }

  /** Fills the buffer from `position` on. Throws a DataError when the file became shorter meanwhile. */
  async move(position: number): Promise<void> {
    const bytes = Math.min(this.#buffer.length, this.size - position);
    this.#start = position;
    this.#filled = 0;
    await this.#fill(this.#buffer.subarray(0, bytes), position);
    this.#filled = bytes;
  }

  uint32(position: number): number {
    return this.#buffer.readUInt32LE(position - this.#start);
  }

  float32(position: number): number {
    return this.#buffer.readFloatLE(position - this.#start);
  }

  /** Reads a stretch past the buffer. */
  async read({ position, bytes }: FileRange): Promise<Uint8Array> {
    const target = Buffer.allocUnsafeSlow(Math.max(0, Math.min(bytes, this.size - position)));
    await this.#fill(target, position);
    return target;
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #fill(target: Buffer, position: number): Promise<void> {
    let done = 0;
    while (done < target.length) {
      const { bytesRead } = await this.#handle.read(target, done, target.length - done, position + done);
      if (bytesRead === 0) {
        throw DataError.because({
          expected: `a file of ${this.size} bytes, as it was when opened`,
          received: `its end at ${position + done}`,
          place: this.file,
          next: 'Wait until it is written, and start again.',
        });
      }
      done += bytesRead;
    }
  }
}
