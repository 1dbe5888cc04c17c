import { afterAll, beforeAll, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { wholePhoto } from './crop-frame.js';
import { decodePhoto } from './decode-photo.js';
import type { DecodeTask } from './decode-task.js';
import { ImageReader } from './read-image.js';

const sizePx = 8;
const photoBytes = sizePx * sizePx * 3;
const reader = new ImageReader();
let folder: PhotoFolder;

beforeAll(() => {
  folder = new PhotoFolder();
});
afterAll(() => folder.remove());

function task(path: string, byteOffset = 0): DecodeTask {
  return { image: { path }, byteOffset, frame: wholePhoto, gain: 1, bias: 0 };
}

async function problemOf(path: string) {
  return decodePhoto(task(path), { reader, sizePx, slab: new SharedArrayBuffer(photoBytes) });
}

it('writes its own part of the slab and nothing else', async () => {
  const path = await folder.photo('grey.jpg', { left: 200 });
  const slab = new SharedArrayBuffer(3 * photoBytes);
  expect(await decodePhoto(task(path, photoBytes), { reader, sizePx, slab })).toBeUndefined();
  const written = [...new Uint8Array(slab)];
  expect(written.slice(0, photoBytes).every(value => value === 0)).toBe(true);
  expect(written.slice(photoBytes, 2 * photoBytes).every(value => Math.abs(value - 200) <= 2)).toBe(true);
  expect(written.slice(2 * photoBytes).every(value => value === 0)).toBe(true);
});

it('says that there is no such file', async () => {
  expect(await problemOf(`${folder.path}/nowhere.jpg`)).toMatchObject({ code: 'NOT_FOUND' });
});

it('does not open what is no file', async () => {
  expect(await problemOf(folder.path)).toMatchObject({ code: 'NOT_A_FILE' });
});

it('says that a file is no image', async () => {
  expect(await problemOf(folder.write('text.jpg', 'not a photo'))).toMatchObject({ code: 'CORRUPT' });
});

it('says that an empty file is no image', async () => {
  expect(await problemOf(folder.write('empty.jpg', ''))).toMatchObject({ code: 'CORRUPT' });
});
