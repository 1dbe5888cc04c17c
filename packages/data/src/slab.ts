/**
 * Memory that the decoding threads write and the trainer reads, without a copy. The only place where it is allocated:
 * native code that wants an alignment gets it here.
 */
export function allocateSlab(bytes: number): SharedArrayBuffer {
  return new SharedArrayBuffer(bytes);
}

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
