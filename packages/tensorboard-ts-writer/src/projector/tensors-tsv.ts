const chunkValues = 1 << 16;

/**
 * A line for each vector, its values between tabs, in pieces of a moderate size. Nine digits give each float32 back.
 * @param vectors [count, dimensions]
 */
export function* tensorsTsv(vectors: Float32Array, dimensions: number): Generator<string, void> {
  const rows = Math.max(1, Math.floor(chunkValues / dimensions));
  for (let start = 0; start < vectors.length; start += rows * dimensions) {
    let text = '';
    const end = Math.min(vectors.length, start + rows * dimensions);
    for (let index = start; index < end; index++) {
      text += Number((vectors[index] as number).toPrecision(9));
      text += (index + 1) % dimensions === 0 ? '\n' : '\t';
    }
    yield text;
  }
}
