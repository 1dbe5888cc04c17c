import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasCrop, jpegFromSvg, prepareFaces, readManifest } from '@arcface-ts/data';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { landmarksFile } from './annotated-set.js';
import { layOutKnown } from './known-faces.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-faces-'));
});
afterEach(() => rm(folder, { recursive: true }));

it("writes points in pixels of CelebA's own size", () => {
  const face = { name: '000001.jpg', identity: '1', sizePx: [89, 109] as const };
  // The middle of the photo's first pixel, at half size, lies between the first two of the whole one.
  const landmarks = Array.from({ length: 5 }, () => [0, 108] as [number, number]) as never;
  const lines = landmarksFile([{ ...face, landmarks }])
    .trimEnd()
    .split('\n');
  expect(lines[0]).toBe('1');
  expect(lines[2]).toBe(`000001.jpg${' 0.5000 216.5000'.repeat(5)}`);
});

it('lays out found faces as a set that ships its landmarks, so that they are not looked for again', async () => {
  await mkdir(join(folder, 'celeba', 'Img', 'img_align_celeba'), { recursive: true });
  const path = 'Img/img_align_celeba/000001.jpg';
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="80"><rect width="60" height="40"/></svg>';
  await writeFile(join(folder, 'celeba', path), await jpegFromSvg(svg, { quality: 95 }));
  const landmarks: [number, number][] = [
    [20, 30],
    [40, 31],
    [30, 42.5],
    [22, 55],
    [38, 54],
  ];
  const found = {
    path,
    identity: '7',
    sizePx: [60, 80] as [number, number],
    alignedBy: 'detector' as const,
    crop: null,
  };
  const missed = { ...found, path: 'Img/img_align_celeba/000002.jpg', landmarks: null };
  const root = join(folder, 'known');
  await layOutKnown(root, join(folder, 'celeba'), [{ ...found, landmarks: landmarks as never }, missed]);
  const cacheFolder = join(folder, 'cache');
  await prepareFaces({ workspace: folder, cacheFolder, data: root, set: 'celeba', threads: 1 });
  const { photos } = await readManifest(cacheFolder, 'celeba');
  expect(photos).toHaveLength(1);
  expect(photos.every(hasCrop)).toBe(true);
  expect(photos[0]?.alignedBy).toBe('annotation');
  for (const [i, point] of (photos[0]?.landmarks ?? []).entries()) {
    expect(point[0]).toBeCloseTo(landmarks[i]?.[0] as number, 3);
    expect(point[1]).toBeCloseTo(landmarks[i]?.[1] as number, 3);
  }
});
