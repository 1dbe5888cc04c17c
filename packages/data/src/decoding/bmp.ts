import type { RgbImage } from './image-codec.js';

/*
 * Windows bitmaps, which libvips does not read: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage. Those that photos are
 * saved as, 24 or 32 bits a pixel without compression, and grey or few colours by a palette of 8 bits.
 */

const fileHeaderBytes = 14;
const infoHeaderBytes = 40;

/** Compression by its number: none, and none with masks that say where the colours are. */
const uncompressed = new Set([0, 3]);

interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Rows come from the top. */
  readonly topDown: boolean;
  readonly bytesPerPixel: number;
  /** Where the pixels begin. */
  readonly start: number;
  /** Where the palette begins. */
  readonly palette: number;
}

/** Width and height of a bitmap. Throws for one of another kind than those above. */
export function bmpSize(bytes: Uint8Array): { width: number; height: number } {
  const { width, height } = headerOf(bytes);
  return { width, height };
}

/** The pixels of a bitmap. Throws for one of another kind than those above, and for one that is cut off. */
export function decodeBmp(bytes: Uint8Array): RgbImage {
  const { width, height, topDown, bytesPerPixel, start, palette } = headerOf(bytes);
  const rowBytes = Math.ceil((width * bytesPerPixel) / 4) * 4;
  if (start + rowBytes * height > bytes.length) throw new Error('the bitmap is cut off');
  const data = new Uint8Array(width * height * 3);
  let to = 0;
  for (let y = 0; y < height; y++) {
    const row = start + rowBytes * (topDown ? y : height - 1 - y);
    for (let x = 0; x < width; x++) {
      const at = row + x * bytesPerPixel;
      const from = bytesPerPixel === 1 ? palette + 4 * (bytes[at] as number) : at;
      // Blue, green, red. A palette may have fewer colours than a pixel asks for: the format says nothing of it, and black will do.
      for (let channel = 2; channel >= 0; channel--) data[to++] = bytes[from + channel] ?? 0;
    }
  }
  return { data, width, height };
}

function headerOf(bytes: Uint8Array): BmpHeader {
  if (bytes.length < fileHeaderBytes + infoHeaderBytes) throw new Error('the bitmap is cut off');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = view.getUint32(fileHeaderBytes, true);
  const width = view.getInt32(18, true);
  const height = view.getInt32(22, true);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  if (headerBytes < infoHeaderBytes || ![8, 24, 32].includes(bits) || !uncompressed.has(compression)) {
    throw new Error('the bitmap is none of 8, 24 or 32 bits a pixel without compression');
  }
  if (width <= 0 || height === 0) throw new Error(`the bitmap has ${width}×${Math.abs(height)} pixels`);
  return {
    width,
    height: Math.abs(height),
    topDown: height < 0,
    bytesPerPixel: bits / 8,
    start: view.getUint32(10, true),
    palette: fileHeaderBytes + headerBytes,
  };
}
