import { RandomStream } from '@arcface-ts/core';
import type { PhotoFrame } from './face-view.js';
import type { ProceduralOptions } from './procedural-options.js';

/** A photo to be drawn: where it goes, who is on it, and the stream that decides what the photo is like. */
export interface ProceduralPhoto {
  /** Below the data sets' folder, with forward slashes. */
  readonly path: string;
  /** Number of a training identity, or the name of a verification identity. */
  readonly identity: string;
  readonly frame: PhotoFrame;
  readonly person: RandomStream;
  readonly conditions: RandomStream;
}

/** CelebA's aligned photos, and where the eyes are in them. */
export const celebaFrame: PhotoFrame = {
  widthPx: 178,
  heightPx: 218,
  leftEye: { x: 69, y: 111 },
  rightEye: { x: 108, y: 111 },
};

/** LFW's photos. The eyes stand where LFW's fixed crop shows them at the place at which CelebA's crop shows CelebA's. */
export const lfwFrame: PhotoFrame = {
  widthPx: 250,
  heightPx: 250,
  leftEye: { x: 104.1, y: 111.4 },
  rightEye: { x: 146.8, y: 111.4 },
};

/** The streams of a person and of one of the person's photos: both sets split off their own, so they share nobody. */
function streamsOf(seed: number, set: 'celeba' | 'lfw', identity: string, photo: number) {
  const root = RandomStream.fromSeed(seed).split('procedural', set);
  return { person: root.split('identity', identity), conditions: root.split('photo', identity, photo) };
}

/** The training photos in file order; people are mixed, as in CelebA, where neighbours are rarely the same person. */
export function trainingPhotos({ seed, identities, photosPerIdentity }: ProceduralOptions): ProceduralPhoto[] {
  const slots = Array.from({ length: identities * photosPerIdentity }, (_, slot) => slot);
  const order = RandomStream.fromSeed(seed).split('procedural', 'celeba', 'order').shuffled(slots);
  return order.map((slot, index) => {
    const identity = String(1 + Math.floor(slot / photosPerIdentity));
    return {
      path: `celeba/Img/img_align_celeba/${String(index + 1).padStart(6, '0')}.jpg`,
      identity,
      frame: celebaFrame,
      ...streamsOf(seed, 'celeba', identity, slot % photosPerIdentity),
    };
  });
}

/** The verification photos: one folder a person, photos numbered from 1. */
export function verificationPhotos(options: ProceduralOptions): ProceduralPhoto[] {
  return verificationNames(options).flatMap(name =>
    Array.from({ length: options.verificationPhotosPerIdentity }, (_, photo) => ({
      path: `lfw/images/${name}/${name}_${String(photo + 1).padStart(4, '0')}.jpg`,
      identity: name,
      frame: lfwFrame,
      ...streamsOf(options.seed, 'lfw', name, photo),
    })),
  );
}

/** Names that say that nobody is meant. */
export function verificationNames({ verificationIdentities }: ProceduralOptions): string[] {
  return Array.from(
    { length: verificationIdentities },
    (_, index) => `Drawn_Face_${String(index + 1).padStart(4, '0')}`,
  );
}

/** The text of `identity_CelebA.txt`: `000001.jpg 17`, a row a photo. */
export function formatIdentities(photos: readonly ProceduralPhoto[]): string {
  return photos.map(({ path, identity }) => `${path.slice(path.lastIndexOf('/') + 1)} ${identity}\n`).join('');
}
