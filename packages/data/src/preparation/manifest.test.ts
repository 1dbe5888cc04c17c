import { readFileSync, writeFileSync } from 'node:fs';
import type { DataSummary, ManifestRecord } from '@arcface-ts/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { readManifest, writeManifest } from './manifest.js';
import { writeAbsence } from './photo-list.js';

let folder: PhotoFolder;

beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

const photos: ManifestRecord[] = [
  {
    path: 'Img/1.jpg',
    identity: '5',
    sizePx: [89, 109],
    landmarks: [
      [1, 2.5],
      [3, 4],
      [5, 6],
      [7, 8],
      [9, 10],
    ],
    alignedBy: 'detector',
    crop: { shard: '00000.tfrecord', position: 40, length: 49_152 },
  },
  {
    path: 'Img/ä "2".jpg',
    identity: '6',
    sizePx: null,
    landmarks: null,
    alignedBy: 'fixed',
    crop: null,
    problem: 'it is cut off',
  },
];
const facts: Omit<DataSummary, 'manifestSha256'> = {
  schema: 1,
  set: 'celeba',
  dataset: 'celeba',
  root: '/data/celeba',
  photos: 2,
  aligned: 1,
  missed: 0,
  unreadable: 1,
  identities: 2,
  rowsWithoutPhoto: 0,
  crop: { name: 'aligned-112', version: 1, imageSizePx: 112, marginPx: 8, encoding: 'raw', folder: 'crops/a' },
  detector: 'eyes',
  shards: 1,
  bytes: 20,
  seconds: 1,
  fingerprint: 'a'.repeat(64),
};

function summaryText(): string {
  return readFileSync(`${folder.path}/celeba/summary.json`, 'utf8');
}

it('reads back what was written', async () => {
  const summary = await writeManifest(folder.path, facts, photos);
  expect(await readManifest(folder.path, 'celeba')).toEqual({ summary, photos });
  expect(summary).toMatchObject(facts);
});

it.each([
  ['aligned', facts.crop],
  ['frontal', { ...facts.crop, name: 'frontal-112', frontal: true as const }],
])('leaves the files of %s crops alone when only the seconds differ', async (_, crop) => {
  await writeManifest(folder.path, { ...facts, crop }, photos);
  const before = summaryText();
  await writeManifest(folder.path, { ...facts, crop, seconds: 9 }, photos);
  expect(summaryText()).toBe(before);
});

it('writes anew when the photos moved to another root with the same dates', async () => {
  await writeManifest(folder.path, facts, photos);
  await writeManifest(folder.path, { ...facts, root: '/other/celeba' }, photos);
  expect((await readManifest(folder.path, 'celeba')).summary.root).toBe('/other/celeba');
});

it('says what to run when the set was not prepared', async () => {
  await expect(readManifest(folder.path, 'celeba')).rejects.toThrow(/ENOENT .*Run `nx run data:faces`\./);
});

it('names the root without the set, and does not serve what an earlier root had', async () => {
  await writeManifest(folder.path, facts, photos);
  await writeAbsence(folder.path, 'celeba', '/data');
  await expect(readManifest(folder.path, 'celeba')).rejects.toThrow(
    /Expected a data root with celeba\/ but received \/data, which has none/,
  );
});

it.each([
  ['is cut off', (text: string) => text.slice(0, -5)],
  ['was changed', (text: string) => text.replace('"5"', '"6"')],
])('refuses a manifest that %s', async (_, change) => {
  await writeManifest(folder.path, facts, photos);
  const file = `${folder.path}/celeba/manifest.jsonl`;
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  await expect(readManifest(folder.path, 'celeba')).rejects.toThrow(
    /the manifest that \S+\/summary\.json vouches for but received another one.*Run `nx run data:faces`/,
  );
});
