import { join } from 'node:path';
import type { FivePoints } from '@arcface-ts/detect';
import type { ImagePlace } from '../decoding/decode-task.js';

/** A photo of a set and who is on it. */
export interface FacePhoto {
  /** What it is called: its path relative to the set's folder, with forward slashes. */
  readonly path: string;
  readonly identity: string;
  /** Where the set itself says that the face is, in fractions of the upright photo's width and height. */
  readonly landmarks?: FivePoints;
  /** Of a photo that is a part of a larger file of the set. */
  readonly part?: { readonly file: string; readonly position: number; readonly length: number };
}

/** Where the bytes of a photo are. */
export function imageOf(root: string, { path, part }: FacePhoto): ImagePlace {
  if (part === undefined) return { path: join(root, path) };
  const { file, position, length } = part;
  return { path: join(root, file), part: { position, length } };
}
