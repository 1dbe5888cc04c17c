import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RandomStream } from '@arcface-ts/core';
import { type LabelledPhoto, pngFromRgb, wholePhoto } from '@arcface-ts/data';

const sidePx = 112;
const blockPx = 16;

export interface DrawnPhoto extends LabelledPhoto {
  readonly identity: string;
}

/**
 * Writes PNGs of coloured blocks, one pattern an identity.
 * @param options.variation how far a photo's colours may be from its identity's, in 8-bit steps; 0: photos of one identity are equal
 */
export async function drawPhotos(
  folder: string,
  options: { identities: number; photosEach: number; variation: number },
): Promise<DrawnPhoto[]> {
  const { identities, photosEach, variation } = options;
  const photos = Array.from({ length: identities * photosEach }, (_, index) => {
    const label = Math.floor(index / photosEach);
    const path = `${label}/${index % photosEach}.png`;
    return { path, identity: String(label), label, image: { path: join(folder, path) }, frame: wholePhoto };
  });
  for (const { path, label, image } of photos) {
    mkdirSync(dirname(image.path), { recursive: true });
    writeFileSync(image.path, await pngFromRgb(blocks(label, RandomStream.fromSeed(path), variation)));
  }
  return photos;
}

function blocks(label: number, own: RandomStream, variation: number) {
  const pattern = RandomStream.fromSeed(label);
  const colours = Array.from({ length: 3 * (sidePx / blockPx) ** 2 }, () => {
    const colour = pattern.between(variation, 255 - variation);
    return Math.round(colour + own.between(-variation, variation));
  });
  const data = new Uint8Array(sidePx * sidePx * 3);
  for (const i of data.keys()) {
    const [x, y] = [Math.floor(i / 3) % sidePx, Math.floor(i / 3 / sidePx)];
    const block = Math.floor(y / blockPx) * (sidePx / blockPx) + Math.floor(x / blockPx);
    data[i] = colours[3 * block + (i % 3)] as number;
  }
  return { data, width: sidePx, height: sidePx };
}
