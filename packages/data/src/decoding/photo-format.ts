/** Formats that photos come in. */
export type PhotoFormat = 'jpeg' | 'png' | 'webp' | 'bmp' | 'tiff';

/** What files of each format begin with; WebP has its name behind that and a length. */
const beginnings: readonly (readonly [PhotoFormat, string])[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['webp', 'RIFF'],
  ['bmp', 'BM'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
];

/** Bytes that tell. */
const beginningBytes = 12;

/**
 * The format of a photo by its content, whatever its name says; undefined for any other file. libvips reads more: SVG, which may name
 * further files, GIF, and HEIF. A set of photos has no use for them.
 */
export function photoFormat(bytes: Uint8Array): PhotoFormat | undefined {
  const beginning = Buffer.from(bytes.subarray(0, beginningBytes)).toString('latin1');
  const format = beginnings.find(([, text]) => beginning.startsWith(text))?.[0];
  return format === 'webp' && !beginning.endsWith('WEBP') ? undefined : format;
}
