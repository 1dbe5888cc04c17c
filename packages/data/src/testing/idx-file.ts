/** An idx file: big-endian words, magic first, then one byte an element. */
export function idxFile(words: readonly number[], data: Uint8Array): Buffer {
  const head = Buffer.alloc(4 * words.length);
  for (const [index, word] of words.entries()) head.writeUInt32BE(word, 4 * index);
  return Buffer.concat([head, data]);
}

/** The four files of a small MNIST by name: image i is all of grey i, its label i modulo 10. */
export function mnistFiles(counts: { train: number; test: number }, sidePx = 28): Record<string, Buffer> {
  const images = (count: number) =>
    Uint8Array.from({ length: count * sidePx ** 2 }, (_, index) => Math.floor(index / sidePx ** 2));
  const labels = (count: number) => Uint8Array.from({ length: count }, (_, index) => index % 10);
  const part = (name: string, count: number) => ({
    [`${name}-images-idx3-ubyte`]: idxFile([0x803, count, sidePx, sidePx], images(count)),
    [`${name}-labels-idx1-ubyte`]: idxFile([0x801, count], labels(count)),
  });
  return { ...part('train', counts.train), ...part('t10k', counts.test) };
}
