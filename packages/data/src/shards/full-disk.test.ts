import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DiskError } from '@arcface-ts/core';
import { smallDisk } from '@arcface-ts/core/testing';
import { expect, it } from 'vitest';
import type { ListedPhoto } from '../preparation/photo-list.js';
import { cutPhoto, listedPhoto, somePixels, tinyStore } from '../testing/cut-photo.js';
import { CropStore } from './crop-store.js';

const [first, second] = [listedPhoto('ann/1.jpg'), listedPhoto('ann/2.jpg')];
/** 48 KiB: two find no room on a disk of 80. */
const shardOf = (photo: ListedPhoto) => [cutPhoto(photo, somePixels(1, 128))];

async function foundIn(folder: string): Promise<(string | undefined)[]> {
  const lines: string[] = [];
  const store = await CropStore.open(folder, tinyStore, line => lines.push(line));
  expect(lines).toEqual([]);
  return [first, second].map(photo => store.find(photo)?.path);
}

it('crops that find no room leave those before them, and are cut once there is room', async context => {
  const disk = smallDisk(context, 80);
  const folder = join(disk.path, 'crops');
  const store = await CropStore.open(folder, tinyStore);
  await store.add(shardOf(first));
  const files = readdirSync(folder);
  const added = store.add(shardOf(second));
  await expect(added).rejects.toThrow(DiskError);
  await expect(added).rejects.toThrow(
    /^Expected room on the disk but received ENOSPC.* \(.*00001-.*\)\. Make room there/,
  );
  expect(readdirSync(folder)).toEqual(files);
  expect(await foundIn(folder)).toEqual(['ann/1.jpg', undefined]);
  disk.remount('size=1m');
  await (await CropStore.open(folder, tinyStore)).add(shardOf(second));
  expect(await foundIn(folder)).toEqual(['ann/1.jpg', 'ann/2.jpg']);
});

it('crops on a read-only disk stay as they are', async context => {
  const disk = smallDisk(context, 1024);
  const folder = join(disk.path, 'crops');
  const store = await CropStore.open(folder, tinyStore);
  await store.add(shardOf(first));
  disk.remount('ro');
  await expect(store.add(shardOf(second))).rejects.toThrow('Expected a disk that is not read-only');
  expect(await foundIn(folder)).toEqual(['ann/1.jpg', undefined]);
});
