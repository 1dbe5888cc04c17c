import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { listPhotos, readPhotoList, writePhotoList } from './photo-list.js';

let folder: PhotoFolder;
let root: string;
beforeEach(() => {
  folder = new PhotoFolder();
  root = join(folder.path, 'set');
  folder.write('outside/1.jpg', 'a photo');
  folder.write('set/Img/1.jpg', 'a photo');
});
afterEach(() => folder.remove());

const list = (...paths: string[]) =>
  listPhotos(
    { set: 'celeba', dataset: 'celeba', root, rowsWithoutPhoto: 0 },
    paths.map(path => ({ path, identity: '5' })),
    [],
  );

it('keeps names of any letters, line breaks and all', async () => {
  const paths = ['Img/größe 1.jpg', 'Img/顔\n😀.jpg', 'Img/it\'s "2".jpg', 'Img/-rf.jpg'];
  for (const path of paths) folder.write(`set/${path}`, 'a photo');
  await writePhotoList(folder.path, await list(...paths));
  expect((await readPhotoList(folder.path, 'celeba')).photos.map(({ path }) => path)).toEqual(paths);
});

it.each<[string, string, () => void]>([
  ['a path that leaves the folder', '../outside/1.jpg', () => undefined],
  ['a link to a photo outside', 'Img/2.jpg', () => symlinkSync('../../outside/1.jpg', join(root, 'Img/2.jpg'))],
  ['a link to a device', 'Img/2.jpg', () => symlinkSync('/dev/zero', join(root, 'Img/2.jpg'))],
  ['a link to a folder outside', 'more/1.jpg', () => symlinkSync('../outside', join(root, 'more'))],
  ['a link to nowhere', 'Img/2.jpg', () => symlinkSync('nowhere', join(root, 'Img/2.jpg'))],
  ['a link to itself', 'Img/2.jpg', () => symlinkSync('2.jpg', join(root, 'Img/2.jpg'))],
  ['a pipe', 'Img/2.jpg', () => execFileSync('mkfifo', [join(root, 'Img/2.jpg')])],
  ['a folder', 'Img/2.jpg', () => mkdirSync(join(root, 'Img/2.jpg'))],
])('refuses %s, by its name', async (_, path, make) => {
  make();
  await expect(list('Img/1.jpg', path)).rejects.toThrow(
    new RegExp(`^Expected photos (that are there|inside the folder, .*) but received .*${path} \\(.*/set\\)`),
  );
});

it('takes photos from anywhere where the folder is the root of all', async () => {
  const path = join(root, 'Img/1.jpg').slice(1);
  root = '/';
  expect((await list(path)).photos).toHaveLength(1);
});

it('follows links inside the folder, and to the folder itself', async () => {
  symlinkSync('1.jpg', join(root, 'Img/2.jpg'));
  symlinkSync('Img', join(root, 'more'));
  symlinkSync('set', join(folder.path, 'linked'));
  root = join(folder.path, 'linked');
  expect((await list('Img/2.jpg', 'more/1.jpg')).photos).toHaveLength(2);
});
