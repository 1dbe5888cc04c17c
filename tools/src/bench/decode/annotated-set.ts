import type { ManifestRecord } from '@arcface-ts/core';

type Landmarks = NonNullable<ManifestRecord['landmarks']>;

/** A photo whose face is known. */
export interface KnownFace {
  /** File name in CelebA's folder of photos. */
  readonly name: string;
  readonly identity: string;
  readonly sizePx: readonly [width: number, height: number];
  /** In pixels of the photo. */
  readonly landmarks: Landmarks;
}

/** CelebA's annotation counts in pixels of 178×218, whatever size its photos have been brought to. */
const celebaPx = [178, 218] as const;

/** `Anno/identity_CelebA.txt`. */
export function identityFile(photos: readonly { readonly name: string; readonly identity: string }[]): string {
  return photos.map(({ name, identity }) => `${name} ${identity}\n`).join('');
}

/** `Anno/list_landmarks_align_celeba.txt`: with it a set ships the points that were found, and nothing has to be found again. */
export function landmarksFile(photos: readonly KnownFace[]): string {
  const rows = photos.map(({ name, sizePx, landmarks }) => {
    const numbers = landmarks.flatMap(point =>
      point.map((value, axis) =>
        (((value + 0.5) / (sizePx[axis] as number)) * (celebaPx[axis] as number) - 0.5).toFixed(4),
      ),
    );
    return `${name} ${numbers.join(' ')}\n`;
  });
  const columns = ['lefteye', 'righteye', 'nose', 'leftmouth', 'rightmouth'].flatMap(name => [
    `${name}_x`,
    `${name}_y`,
  ]);
  return `${photos.length}\n${columns.join(' ')}\n${rows.join('')}`;
}
