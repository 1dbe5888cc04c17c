import { readFileSync } from 'node:fs';
import type { DataSummary } from '@arcface-ts/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readManifest, writeAbsence, writeManifest } from './manifest.js';
import { PhotoFolder } from './testing/photo-folder.js';

let folder: PhotoFolder;

beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

const photos = [
  { path: 'Img/1.jpg', identity: '5' },
  { path: 'Img/ä "2".jpg', identity: '6' },
];
const summary: DataSummary = {
  schema: 1,
  set: 'celeba',
  dataset: 'celeba',
  root: '/data/celeba',
  photos: 2,
  aligned: 0,
  missed: 0,
  identities: 2,
  rowsWithoutPhoto: 0,
  shards: 0,
  bytes: 20,
  seconds: 1,
  fingerprint: 'a'.repeat(64),
};

function summaryText(): string {
  return readFileSync(`${folder.path}/celeba/summary.json`, 'utf8');
}

it('reads back what was written', async () => {
  await writeManifest(folder.path, summary, photos);
  expect(await readManifest(folder.path, 'celeba')).toEqual({ summary, photos });
});

it('leaves the files alone when only the seconds differ', async () => {
  await writeManifest(folder.path, summary, photos);
  const before = summaryText();
  expect(await writeManifest(folder.path, { ...summary, seconds: 9 }, photos)).toBe(false);
  expect(summaryText()).toBe(before);
});

it('writes anew when the photos moved to another root with the same dates', async () => {
  await writeManifest(folder.path, summary, photos);
  expect(await writeManifest(folder.path, { ...summary, root: '/other/celeba' }, photos)).toBe(true);
  expect((await readManifest(folder.path, 'celeba')).summary.root).toBe('/other/celeba');
});

it('says what to run when the set was not prepared', async () => {
  await expect(readManifest(folder.path, 'celeba')).rejects.toThrow(/ENOENT .*Run `nx run data:faces`\./);
});

it('names the root without the set, and does not serve what an earlier root had', async () => {
  await writeManifest(folder.path, summary, photos);
  await writeAbsence(folder.path, 'celeba', '/data');
  await expect(readManifest(folder.path, 'celeba')).rejects.toThrow(
    /Expected a data root with celeba\/ but received \/data, which has none/,
  );
});

it('serves a set again that was absent', async () => {
  await writeAbsence(folder.path, 'celeba', '/data');
  await writeManifest(folder.path, summary, photos);
  expect((await readManifest(folder.path, 'celeba')).photos).toHaveLength(2);
});

it('names the line of a record that is none', async () => {
  await writeManifest(folder.path, summary, photos);
  folder.write('celeba/manifest.jsonl', '{"path":"1.jpg","identity":"5"}\n{"path":"2.jpg"}\n');
  await expect(readManifest(folder.path, 'celeba')).rejects.toThrow(/manifest\.jsonl, line 2 .*[\s\S]*identity/);
});

it('refuses a manifest that is cut off', async () => {
  await writeManifest(folder.path, summary, photos);
  folder.write('celeba/manifest.jsonl', '{"path":"1.jpg","identity":"5"}\n');
  await expect(readManifest(folder.path, 'celeba')).rejects.toThrow(/2 photos, as the summary says but received 1/);
});
