import type { ByteImages } from './pixels.js';

/** One picture of all: row by row, `columns` in each, black (or transparent) where the last row ends early. */
export function gridOf(images: ByteImages, columns: number, rows = Math.ceil(images.count / columns)): ByteImages {
  const { bytes, count, width, height, channels } = images;
  const rowBytes = width * channels;
  const grid = new Uint8Array(rows * height * columns * rowBytes);
  for (let index = 0; index < count; index++) {
    const [row, column] = [Math.floor(index / columns), index % columns];
    for (let y = 0; y < height; y++) {
      const start = (index * height + y) * rowBytes;
      grid.set(bytes.subarray(start, start + rowBytes), ((row * height + y) * columns + column) * rowBytes);
    }
  }
  return { bytes: grid, count: 1, width: columns * width, height: rows * height, channels };
}
