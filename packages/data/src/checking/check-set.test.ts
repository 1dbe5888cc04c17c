import { mkdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DecodePool } from '../decoding/decode-pool.js';
import { jpegFromSvg } from '../decoding/image-codec.js';
import type { FacePhoto } from '../sets/face-photo.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { checkSet } from './check-set.js';

let folder: PhotoFolder;
let pool: DecodePool;

beforeAll(() => {
  folder = new PhotoFolder();
  pool = new DecodePool({ threads: 2 });
});
afterAll(async () => {
  await pool.close();
  folder.remove();
});

/** A picture that its number places a few discs in, and a JPEG of it. */
async function draw(
  path: string,
  picture: number,
  options: { quality?: number; width?: number; height?: number } = {},
) {
  const { quality = 90, width = 96, height = 120 } = options;
  const discs = Array.from({ length: 8 }, (_, disc) => {
    const place = (factor: number) => (Math.sin(picture * 12.9898 + disc * factor) * 43758.5453) % 1;
    return `<circle cx="${50 + 50 * place(78.2)}" cy="${50 + 50 * place(37.7)}" r="${12 + 4 * disc}" fill="hsl(0,0%,${(disc * 37) % 100}%)" fill-opacity="0.7"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="none"><rect width="100" height="100" fill="#777"/>${discs.join('')}</svg>`;
  return folder.write(path, await jpegFromSvg(svg, { quality }));
}

function recordsOf(...photos: readonly (readonly [path: string, identity: string])[]): FacePhoto[] {
  return photos.map(([path, identity]) => ({ path, identity }));
}

it('finds in one pass what is wrong with a set', async () => {
  await draw('all/ann-1.jpg', 1);
  folder.write('all/bob-1.jpg', readFileSync(`${folder.path}/all/ann-1.jpg`));
  await draw('all/ann-2.jpg', 2);
  await draw('all/ann-3.jpg', 2, { quality: 40, width: 48, height: 60 });
  await draw('all/cy-1.jpg', 3);
  folder.write('all/bad.jpg', 'no photo');
  mkdirSync(`${folder.path}/all/folder.jpg`);
  const photos = recordsOf(
    ['ann-1.jpg', 'ann'],
    ['bad.jpg', 'ann'],
    ['ann-2.jpg', 'ann'],
    ['bob-1.jpg', 'bob'],
    ['gone.jpg', 'bob'],
    ['ann-3.jpg', 'ann'],
    ['folder.jpg', 'cy'],
    ['cy-1.jpg', 'cy'],
  );
  const { problems, ...result } = await checkSet({ root: `${folder.path}/all`, photos, pool });
  expect(
    problems.map(({ kind, all }) => [kind, ...all.map(({ photos: found }) => found.map(({ path }) => path))]),
  ).toEqual([
    ['unreadable', ['bad.jpg'], ['gone.jpg'], ['folder.jpg']],
    ['duplicate-other-identity', ['ann-1.jpg', 'bob-1.jpg']],
    ['near-duplicate-same-identity', ['ann-2.jpg', 'ann-3.jpg']],
    ['single-photo-identity', ['bob-1.jpg'], ['cy-1.jpg']],
  ]);
  expect(problems[0]?.all.map(({ detail }) => detail.split(':')[0])).toEqual(['CORRUPT', 'NOT_FOUND', 'NOT_A_FILE']);
  expect(result).toMatchObject({
    photos: 8,
    unreadable: 3,
    against: undefined,
    statistics: { photos: 5, identities: 3, fewest: 1, most: 3 },
    sizes: [
      { width: [96, 96], height: [120, 120], photos: 4 },
      { width: [48, 48], height: [60, 60], photos: 1 },
    ],
  });
});

it('finds photos of a training set in the test set that was checked before', async () => {
  await draw('test/1.jpg', 11);
  await draw('test/2.jpg', 12);
  await draw('train/1.jpg', 13);
  await draw('train/2.jpg', 12, { quality: 60 });
  const check = (set: string, options = {}) =>
    checkSet({ root: `${folder.path}/${set}`, photos: recordsOf(['1.jpg', 'a'], ['2.jpg', 'a']), pool, ...options });
  const { hashes } = await check('test');
  const result = await check('train', { against: { name: 'lfw', hashes } });
  expect(result.against).toBe('lfw');
  expect(result.problems).toMatchObject([
    { kind: 'train-test-duplicate', count: 1, all: [{ photos: [{ path: '2.jpg' }], others: ['2.jpg'] }] },
  ]);
});

it('keeps the photos in order over many batches, and says how far it is', async () => {
  for (let picture = 0; picture < 5; picture++) await draw(`many/${picture}.jpg`, 20 + picture);
  folder.write('many/bad.jpg', 'no photo');
  // Every seventh cannot be read: what follows moves up, and must take its own hashes along.
  const pictureOf = (index: number) => (index % 7 === 3 ? 'bad' : index % 5);
  const photos = Array.from({ length: 600 }, (_, index) => ({ path: `${pictureOf(index)}.jpg`, identity: `${index}` }));
  const lines: string[] = [];
  const { hashes, unreadable, problems } = await checkSet({
    root: `${folder.path}/many`,
    photos,
    pool,
    report: line => lines.push(line),
  });
  expect(unreadable).toBe(photos.filter(({ path }) => path === 'bad.jpg').length);
  expect(hashes.photos).toEqual(photos.filter(({ path }) => path !== 'bad.jpg'));
  const copies = problems.find(({ kind }) => kind === 'duplicate-other-identity')?.all ?? [];
  expect(copies.map(group => new Set(group.photos.map(({ path }) => path)).size)).toEqual([1, 1, 1, 1, 1]);
  expect(lines).toEqual([256, 512, 600].map(done => `${done} of 600 photos looked at.`));
});

it('refuses a set without photos', async () => {
  await expect(checkSet({ root: '/data/none', photos: [], pool })).rejects.toThrow(
    'Expected photos to check but received none (/data/none).',
  );
});
