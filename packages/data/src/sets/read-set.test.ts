import { afterEach, beforeEach, expect, it } from 'vitest';
import { faceTemplate } from '../alignment/face-template.js';
import { ImageReader } from '../decoding/read-image.js';
import { greyJpeg, insightfaceRecords, recordFile } from '../testing/insightface-fixture.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { type FacePhoto, imageOf } from './face-photo.js';
import { readSet } from './read-set.js';

let folder: PhotoFolder;
beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

it("takes CelebA's landmarks where it has them", async () => {
  folder.write('Anno/identity_CelebA.txt', '1.jpg 5\n2.jpg 6\n');
  folder.write('Anno/list_landmarks_align_celeba.txt', '1.jpg 69 109 106 113 77 142 73 152 108 154\n');
  for (const name of ['1', '2']) folder.write(`Img/img_align_celeba/${name}.jpg`, 'x');
  const { photos, annotations } = await readSet(folder.path);
  expect(photos.map(({ identity, landmarks }) => [identity, landmarks?.length])).toEqual([
    ['5', 5],
    ['6', undefined],
  ]);
  expect(annotations).toHaveLength(2);
});

it('takes the people whom the pairs of LFW name', async () => {
  folder.write('pairs.txt', '1\t1\nAnn\t1\t2\nAnn\t1\tBob\t1\n');
  for (const photo of ['Ann/Ann_0001', 'Ann/Ann_0002', 'Bob/Bob_0001', 'Eve/Eve_0001'])
    folder.write(`images/${photo}.jpg`, 'x');
  expect((await readSet(folder.path)).photos.map(({ path }) => path)).toEqual([
    'images/Ann/Ann_0001.jpg',
    'images/Ann/Ann_0002.jpg',
    'images/Bob/Bob_0001.jpg',
  ]);
});

it('takes a folder for each person otherwise', async () => {
  for (const photo of ['Ann/1.jpg', 'Bob/1.png']) folder.write(photo, 'x');
  expect((await readSet(folder.path)).photos).toEqual([
    { path: 'Ann/1.jpg', identity: 'Ann' },
    { path: 'Bob/1.png', identity: 'Bob' },
  ]);
});

it('takes the photos of a list', async () => {
  folder.write('list.txt', 'photos/1.jpg Ann\nphotos/2.jpg Bob\n');
  expect((await readSet(folder.path)).photos).toEqual([
    { path: 'photos/1.jpg', identity: 'Ann' },
    { path: 'photos/2.jpg', identity: 'Bob' },
  ]);
});

it("reads photos inside insightface's records, which are aligned already", async () => {
  const jpegs = await Promise.all([40, 90, 200].map(level => greyJpeg(level, { sizePx: 112 })));
  const [first, second, third] = jpegs as [Uint8Array, Uint8Array, Uint8Array];
  const { rec, idx } = recordFile(insightfaceRecords([[first, second], [third]]));
  folder.write('train.rec', rec);
  folder.write('train.idx', idx);
  const { photos } = await readSet(folder.path);
  expect(photos.map(({ path, identity }) => [path, identity])).toEqual([
    ['train.rec#1', '0'],
    ['train.rec#2', '0'],
    ['train.rec#3', '1'],
  ]);
  expect(photos[0]?.landmarks).toBe(faceTemplate);
  const reader = new ImageReader();
  const bytes = reader.read(imageOf(folder.path, photos[2] as FacePhoto));
  reader.close();
  expect(Buffer.from(bytes as Uint8Array).equals(Buffer.from(third))).toBe(true);
});
