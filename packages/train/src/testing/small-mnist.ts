import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RandomStream } from '@arcface-ts/core';

const sidePx = 28;

/** Big-endian words, then one byte an element. */
function idxFile(words: readonly number[], data: Uint8Array): Buffer {
  const head = Buffer.alloc(4 * words.length);
  for (const [index, word] of words.entries()) head.writeUInt32BE(word, 4 * index);
  return Buffer.concat([head, data]);
}

/** Writes MNIST's four files with other images: noise on which a bright bar says what the "digit" is. */
export function writeSmallMnist(folder: string, counts: { train: number; t10k: number }): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, count] of Object.entries(counts)) {
    const stream = RandomStream.fromSeed(name);
    const labels = Uint8Array.from({ length: count }, (_, index) => index % 10);
    const images = Uint8Array.from({ length: count * sidePx ** 2 }, (_, at) => {
      const [index, row] = [Math.floor(at / sidePx ** 2), Math.floor((at % sidePx ** 2) / sidePx)];
      return stream.below(60) + (Math.floor(row / 2.8) === index % 10 ? 180 : 0);
    });
    writeFileSync(join(folder, `${name}-images-idx3-ubyte`), idxFile([0x803, count, sidePx, sidePx], images));
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), idxFile([0x801, count], labels));
  }
}
