import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { DataSummary, ManifestRecord } from '@arcface-ts/core';
import type { Choice, FaceDetector, FivePoints } from '@arcface-ts/detect';
import { alignedFrame } from '../alignment/aligned-frame.js';
import { type CropSpecification, storedInSeen } from '../alignment/crop-specification.js';
import { cutCrops } from '../alignment/cut-crops.js';
import { fixedFrame } from '../alignment/fixed-frame.js';
import { frontalWarp } from '../alignment/frontal-warp.js';
import { type Located, locateFaces, sizesOf } from '../alignment/locate-faces.js';
import { areOfOneFace } from '../alignment/one-face.js';
import type { PhotoSize } from '../alignment/photo-size.js';
import type { DecodePool } from '../decoding/decode-pool.js';
import { imageOf } from '../sets/face-photo.js';
import { CropStore, type CutPhoto } from '../shards/crop-store.js';
import type { CropEncoding } from '../shards/example.js';
import { writeManifest } from './manifest.js';
import type { ListedPhoto, PhotoList } from './photo-list.js';
import { filesOf } from './set-files.js';

export interface AlignOptions {
  readonly cacheFolder: string;
  readonly crop: CropSpecification;
  readonly encoding: CropEncoding;
  readonly pool: DecodePool;
  /** What finds the faces of photos that came without landmarks, and its name; it is made when the first of them comes. */
  readonly detector: { readonly name: string; readonly start: () => Promise<FaceDetector> };
  /** Which of several faces on a photo is meant; by default what is usual for the set. Crops by another choice need another set. */
  readonly choice?: Choice | undefined;
  /** Gets a line for people. */
  readonly report: (line: string) => void;
  /** Told how many of the photos that had to be cut are. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Photos in a shard: some 50 MB of raw crops, and the most that a killed run loses. */
const photosPerShard = 1024;
/** Photos that are cut at once. */
const photosPerSlab = 64;

/**
 * Brings the face of each photo of a set to the crop's template, and packs the crops into shards, `<cache>/<set>/crops/<crop>/`: by the
 * set's own landmarks where it has them, by detection elsewhere, at the set's usual place where no face is found. Photos that are in the
 * shards already, as they are now, are left alone. Writes `<cache>/<set>/manifest.jsonl` and `summary.json`.
 */
export async function alignSet({ summary: list, photos }: PhotoList, options: AlignOptions): Promise<DataSummary> {
  const { cacheFolder, crop, encoding, detector, report } = options;
  const startedMs = performance.now();
  const folder = `crops/${crop.name}-${encoding}`;
  const store = await CropStore.open(
    join(filesOf(cacheFolder, list.set).folder, folder),
    { crop, encoding, detector: detector.name },
    report,
  );
  const missing = photos.filter(photo => store.find(photo) === undefined);
  // Five points say where a face is, and not which way it looks.
  const isKnown = (photo: ListedPhoto): boolean => isAnnotated(photo) && !crop.frontal;
  const annotated = missing.filter(isKnown);
  const unknown = missing.filter(photo => !isKnown(photo));
  let done = 0;
  for (const [part, locate] of [
    [annotated, locateAnnotated],
    [unknown, locateUnknown],
  ] as const) {
    let shard: CutPhoto[] = [];
    for await (const located of inParts(locate(part, list, options), photosPerSlab)) {
      shard.push(...(await cutPhotos(located, list, options)));
      done += located.length;
      options.onProgress?.(done, missing.length);
      if (shard.length < photosPerShard) continue;
      await store.add(shard);
      shard = [];
    }
    if (shard.length > 0) await store.add(shard);
  }
  await store.keepOnly(photos);
  const records = photos.map(photo => store.find(photo) as ManifestRecord);
  return writeManifest(
    cacheFolder,
    {
      ...list,
      aligned: records.filter(({ landmarks }) => landmarks !== null).length,
      missed: records.filter(({ landmarks, crop }) => landmarks === null && crop !== null).length,
      unreadable: records.filter(({ crop }) => crop === null).length,
      crop: { ...crop, encoding, folder },
      detector: detector.name,
      shards: store.shards,
      bytes: store.bytes,
      seconds: (performance.now() - startedMs) / 1000,
    },
    records,
  );
}

/** Whether the set says where the face is: five points that are one, as some annotations have them, say nothing. */
function isAnnotated({ landmarks }: ListedPhoto): boolean {
  return landmarks?.some(point => !isDeepStrictEqual(point, landmarks[0])) ?? false;
}

interface LocatedPhoto {
  readonly photo: ListedPhoto;
  readonly located: Located;
}

async function* locateAnnotated(
  photos: readonly ListedPhoto[],
  { root }: PhotoList['summary'],
): AsyncGenerator<LocatedPhoto, void> {
  for await (const part of inParts(photos, photosPerSlab)) {
    const sizes = await sizesOf(part.map(photo => imageOf(root, photo)));
    for (const [index, photo] of part.entries()) {
      const size = sizes[index] as PhotoSize | string;
      if (typeof size === 'string') yield { photo, located: { problem: size } };
      else yield { photo, located: annotatedIn(photo, size) };
    }
  }
}

function annotatedIn({ landmarks }: ListedPhoto, size: PhotoSize) {
  const points = (landmarks as FivePoints).map(([x, y]) => [x * size.width - 0.5, y * size.height - 0.5]);
  return { size, landmarks: points as unknown as FivePoints };
}

async function* locateUnknown(
  photos: readonly ListedPhoto[],
  { root, set }: PhotoList['summary'],
  { detector, pool, choice = choiceOf(set) }: AlignOptions,
): AsyncGenerator<LocatedPhoto, void> {
  if (photos.length === 0) return;
  const started = await detector.start();
  const images = photos.map(photo => imageOf(root, photo));
  let index = 0;
  for await (const located of locateFaces(images, { detector: started, choice, pool })) {
    const photo = photos[index++] as ListedPhoto;
    yield { photo, located: isAnnotated(photo) ? ofTheAnnotated(photo, located) : located };
  }
}

/** What was found of the face that the set means; what the set says of it where none was found, or somebody else's. */
function ofTheAnnotated(photo: ListedPhoto, located: Located): Located {
  if ('problem' in located) return located;
  const annotated = annotatedIn(photo, located.size);
  return located.landmarks && areOfOneFace(located.landmarks, annotated.landmarks) ? located : annotated;
}

/** In LFW and CelebA the person meant stands in the middle; elsewhere nearest to the camera, as far as anyone can tell. */
function choiceOf(set: string): Choice {
  return set === 'lfw' || set === 'celeba' ? 'central' : 'largest';
}

async function cutPhotos(
  photos: readonly LocatedPhoto[],
  { root, set }: PhotoList['summary'],
  options: AlignOptions,
): Promise<CutPhoto[]> {
  const readable = photos.flatMap(({ photo, located }) => ('problem' in located ? [] : [{ photo, located }]));
  const { crop } = options;
  const placed = readable.map(({ photo, located: { size, landmarks, mesh } }) => ({
    image: imageOf(root, photo),
    frame: landmarks ? alignedFrame(landmarks, size) : fixedFrame(set, size),
    ...(crop.frontal && mesh && { warp: frontalWarp(mesh, size, storedInSeen(crop)) }),
  }));
  const images = new Map((await cutCrops(placed, options)).map((image, index) => [readable[index]?.photo, image]));
  return photos.map(({ photo, located }) => {
    const { path, identity } = photo;
    const image = images.get(photo);
    if ('problem' in located || typeof image === 'string') {
      const problem = 'problem' in located ? located.problem : (image as string);
      return { photo, record: { path, identity, sizePx: null, landmarks: null, alignedBy: 'fixed', problem } };
    }
    const { size, landmarks, mesh } = located;
    const source = isAnnotated(photo) && mesh === undefined ? 'annotation' : 'detector';
    const record: CutPhoto['record'] = {
      path,
      identity,
      sizePx: [size.width, size.height],
      landmarks: landmarks ? rounded(landmarks) : null,
      alignedBy: landmarks ? source : 'fixed',
    };
    return { photo, record, image: image as Uint8Array };
  });
}

/** To a thousandth of a pixel. */
function rounded(points: FivePoints): NonNullable<ManifestRecord['landmarks']> {
  return points.map(point => point.map(value => Math.round(1000 * value) / 1000)) as unknown as NonNullable<
    ManifestRecord['landmarks']
  >;
}

async function* inParts<Item>(items: AsyncIterable<Item> | Iterable<Item>, size: number): AsyncGenerator<Item[], void> {
  let part: Item[] = [];
  for await (const item of items) {
    part.push(item);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
