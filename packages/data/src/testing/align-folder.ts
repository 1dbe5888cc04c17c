import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestRecord } from '@arcface-ts/core';
import type { FaceDetector, FivePoints } from '@arcface-ts/detect';
import { cropOf } from '../alignment/crop-specification.js';
import { faceTemplate } from '../alignment/face-template.js';
import { type AlignOptions, alignSet } from '../preparation/align-set.js';
import { readManifest } from '../preparation/manifest.js';
import { listPhotos } from '../preparation/photo-list.js';

export interface AlignFolderOptions extends Omit<Partial<AlignOptions>, 'detector' | 'report'> {
  readonly cacheFolder: string;
  readonly pool: AlignOptions['pool'];
  readonly detector: FaceDetector;
  /** Photos that come with landmarks, by default at the template's place in the photo. */
  readonly annotated?: readonly string[];
  readonly landmarks?: FivePoints;
}

/** Aligns all photos of a folder, as a set `celeba` of one identity. */
export async function alignFolder(root: string, options: AlignFolderOptions) {
  const { detector, annotated = [], landmarks = faceTemplate, ...others } = options;
  const { cacheFolder } = options;
  const paths = readdirSync(root).sort();
  const list = await listPhotos(
    { set: 'celeba', dataset: 'procedural', root, rowsWithoutPhoto: 0 },
    paths.map(path => ({ path, identity: 'a', ...(annotated.includes(path) && { landmarks }) })),
    [],
  );
  const lines: string[] = [];
  let cut = 0;
  let starts = 0;
  const summary = await alignSet(list, {
    ...{ crop: cropOf('aligned-112'), encoding: 'raw', report: line => lines.push(line) },
    onProgress: (_, total) => {
      cut = total;
    },
    ...others,
    detector: {
      name: detector.name,
      start: async () => {
        starts++;
        return detector;
      },
    },
  });
  const records = new Map((await readManifest(cacheFolder, 'celeba')).photos.map(photo => [photo.path, photo]));
  const folder = join(cacheFolder, 'celeba', summary.crop.folder);
  return {
    summary,
    records,
    /** What was told to people. */
    lines,
    /** How many photos were cut, and how often the detector was started. */
    cut,
    starts,
    folder,
    cropOf: (path: string) => bytesOf(folder, (records.get(path) as ManifestRecord).crop),
    /** The manifest, with hashes of the crops in place of where they are. */
    content: [...records.values()].map(record => ({
      ...record,
      crop: record.crop && createHash('sha256').update(bytesOf(folder, record.crop)).digest('hex'),
    })),
  };
}

function bytesOf(folder: string, crop: ManifestRecord['crop']): Uint8Array {
  const { shard, position, length } = crop as NonNullable<typeof crop>;
  return readFileSync(join(folder, shard)).subarray(position, position + length);
}
