import { cpSync, readdirSync, rmSync, truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { FaceDetector, FivePoints } from '@arcface-ts/detect';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { DecodePool } from '../decoding/decode-pool.js';
import { type AlignFolderOptions, alignFolder } from '../testing/align-folder.js';
import { PhotoFolder } from '../testing/photo-folder.js';

let pool: DecodePool;
beforeAll(() => {
  pool = new DecodePool({ threads: 2 });
});
afterAll(() => pool.close());

let folder: PhotoFolder;
let root: string;
beforeEach(async () => {
  folder = new PhotoFolder();
  root = join(folder.path, 'set');
  for (let i = 1; i <= 8; i++) await folder.photo(`set/${i}.jpg`, { left: 20 * i, right: 10 * i });
});
afterEach(() => folder.remove());

/** Finds a face at the same place of each photo, and none in what is dark. */
const detector: FaceDetector = {
  name: 'one place',
  batchSize: 4,
  imageSizePx: 32,
  detect: async (images, { count }) => {
    const points = [12, 20, 16, 13, 19].map((x, i) => [x, [13, 13, 16, 20, 20][i]]) as unknown as FivePoints;
    const middle = (i: number) => images[(i * 32 * 32 + 16 * 32 + 12) * 3] as number;
    return Array.from({ length: count }, (_, i) => (middle(i) > 50 ? { score: 1, points } : undefined));
  },
  dispose: () => undefined,
};

function align(options: Partial<AlignFolderOptions> = {}) {
  return alignFolder(root, { cacheFolder: join(folder.path, 'cache'), pool, detector, ...options });
}

const annotated = ['1.jpg', '5.jpg', '6.jpg'];

it('cuts nothing and starts no detector when all is there', async () => {
  const first = await align();
  const second = await align();
  expect([first.cut, first.starts, second.cut, second.starts]).toEqual([8, 1, 0, 0]);
  expect(second.content).toEqual(first.content);
});

it('cuts the photos that were added or changed, and forgets those that were removed', async () => {
  await align();
  cpSync(join(root, '1.jpg'), join(root, 'added.jpg'));
  cpSync(join(root, '2.jpg'), join(root, '3.jpg'));
  utimesSync(join(root, '3.jpg'), 1, 1);
  rmSync(join(root, '4.jpg'));
  const { cut, summary, content } = await align();
  expect([cut, summary.photos, summary.shards]).toEqual([2, 8, 2]);
  const afresh = await align({ cacheFolder: join(folder.path, 'other') });
  expect([afresh.cut, afresh.summary.shards]).toEqual([8, 1]);
  expect(content).toEqual(afresh.content);
});

it('removes the shards of which no photo is left', async () => {
  const before = await align({ annotated });
  for (const path of annotated) rmSync(join(root, path));
  const { cut, summary, folder: crops } = await align();
  expect([before.summary.shards, summary.shards, cut]).toEqual([2, 1, 0]);
  expect(readdirSync(crops).sort()).toEqual([
    expect.stringMatching(/^00001-.*\.json$/),
    expect.stringMatching(/^00001-.*\.tfrecord$/),
    'store.json',
  ]);
});

it('goes on where one was broken off', async () => {
  const broken = align({
    annotated,
    onProgress(done) {
      if (done > annotated.length) throw new Error('enough');
    },
  });
  await expect(broken).rejects.toThrow('enough');
  const resumed = await align({ annotated });
  expect(resumed.cut).toBe(5);
  const uninterrupted = await align({ annotated, cacheFolder: join(folder.path, 'other') });
  expect(uninterrupted.cut).toBe(8);
  expect(resumed.content).toEqual(uninterrupted.content);
});

it('cuts the photos of a damaged shard again, and the manifest says where they are now', async () => {
  const first = await align({ annotated });
  const shard = join(first.folder, readdirSync(first.folder).find(name => /^00000-.*\.tfrecord$/.test(name)) as string);
  truncateSync(shard, 1000);
  const second = await align({ annotated });
  expect([second.cut, second.summary.shards, second.lines]).toEqual([3, 2, [expect.stringContaining(shard)]]);
  expect(second.content).toEqual(first.content);
});

it('looks for the face of a photo whose landmarks are all one point', async () => {
  const landmarks = Array.from({ length: 5 }, () => [0.5, 0.5]) as unknown as FivePoints;
  const { records, starts } = await align({ annotated: ['5.jpg'], landmarks });
  expect([records.get('5.jpg')?.alignedBy, starts]).toEqual(['detector', 1]);
});
