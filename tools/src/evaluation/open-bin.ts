import { basename } from 'node:path';
import { cropOf, defaultCrop, readVerificationBinSet, wholePhoto } from '@arcface-ts/data';
import type { OpenedSet } from './opened-set.js';

/** A `.bin` file of insightface, whose photos are aligned crops already. */
export async function openBin(file: string, { name }: { name: string }): Promise<OpenedSet> {
  const { version, imageSizePx } = cropOf(defaultCrop);
  const set = await readVerificationBinSet(file, { sidePx: imageSizePx });
  return {
    name,
    dataset: name,
    protocol: 'insightface .bin',
    photos: set.photos.map(({ path, position, length }) => ({
      path,
      label: 0,
      image: { path: file, part: { position, length } },
      frame: wholePhoto,
    })),
    pairs: set.pairs,
    crop: { name: defaultCrop, version, imageSizePx },
    contentKey: set.sha256,
    stamp: {
      pairs: { list: basename(file), sha256: set.sha256 },
      foldsFrom: set.foldsFrom,
      crop: { name: defaultCrop, version, alignment: 'as the file has it', detector: null },
      photos: { read: set.photos.length, unreadable: 0, withoutFace: null, withoutFaceCountedAs: null },
    },
  };
}
