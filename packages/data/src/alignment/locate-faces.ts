import { asError } from '@arcface-ts/core';
import type { Choice, FaceDetector, FivePoints, SpacePoint } from '@arcface-ts/detect';
import { boxFrame } from '../decoding/crop-frame.js';
import type { DecodePool } from '../decoding/decode-pool.js';
import type { ImagePlace } from '../decoding/decode-task.js';
import { photoSize } from '../decoding/image-codec.js';
import { ImageReader } from '../decoding/read-image.js';
import { allocateSlab } from '../decoding/slab.js';
import { inWholePhoto, paddedSquare } from './padded-photo.js';
import type { PhotoSize } from './photo-size.js';

/**
 * What became of a photo: its size, and where one was found the points of its face, and of its mesh where the detector knows it, in pixels of the
 * upright photo; or why it could not be read.
 */
export type Located =
  | { readonly size: PhotoSize; readonly landmarks?: FivePoints; readonly mesh?: readonly SpacePoint[] }
  | { readonly problem: string };

export interface LocateOptions {
  readonly detector: FaceDetector;
  readonly choice: Choice;
  readonly pool: DecodePool;
}

/** The sizes of a batch of photos, and the photos as a detector sees them. */
interface Seen {
  readonly sizes: readonly (PhotoSize | string)[];
  readonly images: Uint8Array;
}

/**
 * Finds the face of each photo, batch by batch; the next batch is decoded while a detector looks at one.
 * @returns one entry a photo, in order
 */
export async function* locateFaces(
  photos: readonly ImagePlace[],
  options: LocateOptions,
): AsyncGenerator<Located, void> {
  const { detector, choice, pool } = options;
  const { batchSize, imageSizePx: sizePx } = detector;
  const photoBytes = sizePx * sizePx * 3;
  const slabs = [allocateSlab(batchSize * photoBytes), allocateSlab(batchSize * photoBytes)];

  async function see(batch: number): Promise<Seen> {
    const images = photos.slice(batch * batchSize, (batch + 1) * batchSize);
    const slab = slabs[batch % slabs.length] as SharedArrayBuffer;
    const sizes = await sizesOf(images);
    const slots = sizes.flatMap((size, slot) => (typeof size === 'string' ? [] : [{ size, slot }]));
    const tasks = slots.map(({ size, slot }) => ({
      image: images[slot] as ImagePlace,
      byteOffset: slot * photoBytes,
      frame: boxFrame(paddedSquare(size)),
      gain: 1,
      bias: 0,
    }));
    const problems = await pool.decode(slab, tasks, { sizePx });
    const outcomes: (PhotoSize | string)[] = [...sizes];
    for (const [i, problem] of problems.entries()) if (problem) outcomes[slots[i]?.slot as number] = problem.message;
    return { images: new Uint8Array(slab, 0, batchSize * photoBytes), sizes: outcomes };
  }

  const batches = Math.ceil(photos.length / batchSize);
  let ahead = batches > 0 ? see(0) : undefined;
  for (let batch = 0; batch < batches; batch++) {
    const { images, sizes } = await (ahead as Promise<Seen>);
    ahead = batch + 1 < batches ? see(batch + 1) : undefined;
    // What goes wrong with it is told when its turn comes.
    ahead?.catch(() => undefined);
    const faces = await detector.detect(images, { count: sizes.length, choice });
    for (const [slot, size] of sizes.entries()) {
      const face = faces[slot];
      if (typeof size === 'string') yield { problem: size };
      else if (face === undefined) yield { size };
      else {
        const { points: landmarks, mesh } = inWholePhoto(face, size, sizePx);
        yield { size, landmarks, ...(mesh && { mesh }) };
      }
    }
  }
}

/** The size of each photo, or why it cannot be read. */
export async function sizesOf(photos: readonly ImagePlace[]): Promise<(PhotoSize | string)[]> {
  const reader = new ImageReader();
  const sizes = photos.map(async (photo): Promise<PhotoSize | string> => {
    const source = photo.part === undefined ? photo.path : reader.read(photo);
    if (typeof source !== 'string' && !(source instanceof Uint8Array)) return source.message;
    return photoSize(source).catch((thrown: unknown) => asError(thrown).message);
  });
  return Promise.all(sizes).finally(() => reader.close());
}
