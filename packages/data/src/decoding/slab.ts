/**
 * Memory that the decoding threads write and the trainer reads, without a copy: `bytes` or a little more. Its first byte lies at a
 * multiple of 64 KiB, since it is WebAssembly's: TensorFlow reads in place what lies at one of 64 bytes, and a SharedArrayBuffer of
 * JavaScript's own begins anywhere.
 */
export function allocateSlab(bytes: number): SharedArrayBuffer {
  const pages = Math.ceil(bytes / pageBytes);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true }).buffer;
}

const pageBytes = 65_536;

/** Node has it; the types of the language without a browser's leave it out. */
declare const WebAssembly: {
  Memory: new (pages: { initial: number; maximum: number; shared: true }) => { readonly buffer: SharedArrayBuffer };
};

/** Slabs of one size that go round: given back, they are written again instead of being allocated anew. */
export class SlabStore {
  readonly #bytes: number;
  readonly #spare: SharedArrayBuffer[] = [];

  constructor(bytes: number) {
    this.#bytes = bytes;
  }

  take(): SharedArrayBuffer {
    return this.#spare.pop() ?? allocateSlab(this.#bytes);
  }

  giveBack(slab: SharedArrayBuffer): void {
    this.#spare.push(slab);
  }
}
