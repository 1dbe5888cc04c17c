import { DataError } from '@arcface-ts/core';
import { kindOf, type Refuse } from './numpy-pickle.js';

/** Longest name and number that is read. */
const maxLineBytes = 200;
/** Text becomes a JavaScript string, whose length is limited; an image is far below. */
const maxTextBytes = 2 ** 27;

/** Reads a pickle's arguments from its bytes, front to back. What is not there is refused. */
export class PickleBytes {
  readonly #file: string;
  readonly #bytes: Buffer;
  #at = 0;
  #opcodeAt = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#file = file;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** How many bytes follow. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next opcode; messages name its place from here on. */
  opcode(): number {
    this.#opcodeAt = this.#at;
    return this.uint(1);
  }

  /** Throws a DataError with the place of the present opcode. */
  readonly refuse: Refuse = (expected, received) => {
    throw DataError.because({
      expected,
      received,
      place: `${this.#file}, byte ${this.#opcodeAt}`,
      next: 'Write the file again with pickle.dump((images, same), file, protocol=4), images a list of bytes.',
    });
  };

  /** A part of the file's bytes, no copy. */
  take(bytes: number): Buffer {
    const { left } = this;
    if (bytes > left) this.refuse(`${bytes} more bytes`, `the end of the file after ${left}`);
    this.#at += bytes;
    return this.#bytes.subarray(this.#at - bytes, this.#at);
  }

  /** Little-endian; of eight bytes the result is exact as far as a file's size can be. */
  uint(bytes: 1 | 2 | 4 | 8): number {
    if (bytes === 1 && this.#at < this.#bytes.length) return this.#bytes[this.#at++] as number;
    const word = this.take(bytes);
    return bytes === 8 ? Number(word.readBigUInt64LE()) : word.readUIntLE(0, bytes);
  }

  /** Little-endian, as long as it says. */
  signed(bytes: number): number {
    if (bytes > 6) this.refuse('an integer of at most 6 bytes', `${bytes}`);
    return bytes === 0 ? 0 : this.take(bytes).readIntLE(0, bytes);
  }

  /** Up to the next line end, in latin1. */
  line(maxBytes = maxLineBytes): string {
    const end = this.#bytes.subarray(this.#at, this.#at + maxBytes + 1).indexOf('\n');
    if (end < 0) this.refuse(`a line of at most ${maxBytes} bytes`, 'a longer one, or the end of the file');
    const line = this.take(end).toString('latin1');
    this.#at++;
    return line;
  }

  decimal(text = this.line()): number {
    if (!/^-?\d{1,15}$/.test(text)) this.refuse('an integer of at most 15 digits', JSON.stringify(text));
    return Number(text);
  }

  /** UTF-8. */
  text(bytes: number): string {
    if (bytes > maxTextBytes) this.refuse(`a text of at most ${maxTextBytes} bytes`, `${bytes}`);
    const encoded = this.take(bytes);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(encoded);
    } catch {
      return this.refuse('a text in UTF-8', kindOf(encoded));
    }
  }

  /** Latin1 with \uXXXX for the other characters, the backslash and line ends. */
  escapedText(): string {
    return this.line(maxTextBytes).replace(/\\u([\da-f]{4})/gi, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    );
  }
}
