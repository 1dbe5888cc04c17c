/** Markers of ITU-T T.81, table B.1, after their 0xFF. */
const marker = { startOfImage: 0xd8, startOfScan: 0xda, app1: 0xe1, app2: 0xe2 } as const;
/** Baseline, extended and progressive frames, all of Huffman codes. */
const frames = new Set([0xc0, 0xc1, 0xc2]);

/**
 * Width and height of a JPEG whose pixels are what a decoder gives: three components of 8 bits, no EXIF, which may turn it, and no colour
 * profile. undefined for any other file: it is no such JPEG, or there is more to do.
 */
export function plainJpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || bytes[0] !== 0xff || bytes[1] !== marker.startOfImage) return undefined;
  let size: { width: number; height: number } | undefined;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const kind = bytes[at + 1] as number;
    if (kind === 0xff) {
      // A marker may have any number of 0xFF before it.
      at++;
      continue;
    }
    if (kind === marker.startOfScan) return size;
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return undefined;
    if (kind === marker.app1 && startsWith(bytes, at + 4, 'Exif\0')) return undefined;
    if (kind === marker.app2 && startsWith(bytes, at + 4, 'ICC_PROFILE\0')) return undefined;
    if (frames.has(kind)) {
      // Length, precision, height, width, number of components: section B.2.2.
      if (length < 8 || bytes[at + 4] !== 8 || bytes[at + 9] !== 3) return undefined;
      size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      if (size.width === 0 || size.height === 0) return undefined;
    }
    at += 2 + length;
  }
  return undefined;
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));
}
