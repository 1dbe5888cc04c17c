import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, writeFileAtomic } from '@arcface-ts/core';
import {
  cropOf,
  defaultCrop,
  type FacePhoto,
  findFaces,
  type Manifest,
  prepareFaces,
  readCeleba,
  readManifest,
} from '@arcface-ts/data';
import { workspaceFolder } from '../../workspace-folder.js';
import { writeFrames, writePaths, writeRawCrops } from './crop-lists.js';
import { layOut, layOutKnown } from './known-faces.js';

/** Photos whose faces are known, with everything that the rows on them read. */
export interface BenchFaces {
  /** What they are, for people. */
  readonly title: string;
  readonly procedural: boolean;
  /** Data root that they come from. */
  readonly source: string;
  readonly photos: number;
  /** Folder of what is made of them. */
  readonly folder: string;
  /** Data root whose set celeba is these photos, landmarks included. */
  readonly root: string;
  /** Caches with their crops in shards. */
  readonly shards: Readonly<Record<'raw' | 'jpeg', string>>;
  /** Text files with a path on each line: of the photos, and of the crops as JPEG files. */
  readonly lists: Readonly<Record<'photos' | 'crops', string>>;
  /** What bench/data/crops.py cuts. */
  readonly frames: string;
}

export interface BenchFacesOptions {
  /** What `--data` says. */
  readonly data: string | undefined;
  /** Most photos to take. */
  readonly photos: number;
  /** Saves the crops of a raw file as JPEG files, 000000.jpg and so on. */
  readonly saveCrops: (rawFile: string, folder: string) => Promise<void>;
}

/** Takes the first photos of CelebA, or of the procedural faces in its layout, and prepares them once. */
export async function benchFaces(options: BenchFacesOptions, say: (line: string) => void): Promise<BenchFaces> {
  const source = await findFaces({
    workspace: workspaceFolder,
    cacheFolder: join(workspaceFolder, '.cache', 'data'),
    data: options.data,
    set: 'celeba',
    report: say,
  });
  const celeba = join(source.root, 'celeba');
  const photos = (await readCeleba(celeba)).photos.slice(0, options.photos);
  const title = source.procedural ? 'procedural faces' : 'CelebA';
  const faces = placesIn(join(workspaceFolder, '.cache', 'bench', `decode-${keyOf(celeba, photos)}`));
  // Written last: a folder without it was interrupted.
  const stamp = join(faces.folder, 'complete');
  if (!existsSync(stamp)) {
    say(`preparing ${photos.length} photos of ${title} (once)`);
    await rm(faces.folder, { recursive: true, force: true });
    await prepareBench(faces, { celeba, photos, saveCrops: options.saveCrops }, say);
    await writeFileAtomic(stamp, '');
  }
  const lines = (await readFile(faces.lists.photos, 'utf8')).trimEnd().split('\n');
  say(`${title}: ${lines.length} photos with a known face`);
  return { ...faces, title, procedural: source.procedural, source: source.root, photos: lines.length };
}

/** The files of a bench's folder. */
type Places = Omit<BenchFaces, 'title' | 'procedural' | 'source' | 'photos'>;

function placesIn(folder: string): Places {
  return {
    folder,
    root: join(folder, 'known'),
    shards: { raw: join(folder, 'raw'), jpeg: join(folder, 'jpeg') },
    lists: { photos: join(folder, 'photos.txt'), crops: join(folder, 'crops.txt') },
    frames: join(folder, 'frames.jsonl'),
  };
}

function keyOf(celeba: string, photos: readonly FacePhoto[]): string {
  const hash = createHash('sha256');
  for (const { path, identity } of photos) {
    const { size, mtimeMs } = statSync(join(celeba, path));
    hash.update(JSON.stringify([celeba, path, identity, size, mtimeMs]));
  }
  return hash.digest('hex').slice(0, 12);
}

async function prepareBench(
  faces: Places,
  from: { celeba: string; photos: readonly FacePhoto[]; saveCrops: BenchFacesOptions['saveCrops'] },
  say: (line: string) => void,
): Promise<void> {
  const { folder, root, shards, lists } = faces;
  const foundRoot = join(folder, 'found');
  await layOut(foundRoot, from.celeba, from.photos);
  const found = await prepared(foundRoot, join(folder, 'found-crops'), 'raw', say);
  await layOutKnown(root, from.celeba, found.photos);
  await prepared(root, shards.jpeg, 'jpeg', say);
  const raw = await prepared(root, shards.raw, 'raw', say);
  const rawFile = join(folder, 'crops.rgb');
  await writeRawCrops(rawFile, shards.raw, raw);
  await from.saveCrops(rawFile, join(folder, 'crops'));
  await rm(rawFile);
  await rm(join(folder, 'found-crops'), { recursive: true });
  await writePaths(
    lists.photos,
    raw.photos.map(({ path }) => join(raw.summary.root, path)),
  );
  await writePaths(
    lists.crops,
    raw.photos.map((_, i) => join(folder, 'crops', `${String(i).padStart(6, '0')}.jpg`)),
  );
  await writeFrames(faces.frames, raw, cropOf(defaultCrop));
}

async function prepared(
  root: string,
  cacheFolder: string,
  encoding: 'raw' | 'jpeg',
  report: (line: string) => void,
): Promise<Manifest> {
  await prepareFaces({ workspace: workspaceFolder, cacheFolder, data: root, set: 'celeba', encoding, report });
  const manifest = await readManifest(cacheFolder, 'celeba');
  const { unreadable, photos } = manifest.summary;
  if (unreadable === 0) return manifest;
  throw DataError.because({
    expected: 'photos that can be read',
    received: `${unreadable} of ${photos} that cannot`,
    place: root,
    next: 'The manifest says why; take these photos away.',
  });
}
