import { mkdir, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { DataSummary } from '@arcface-ts/core';
import { readManifest, writeManifest } from './manifest.js';
import { filesOf } from './set-files.js';

/**
 * Writes a set of as many photos and people as are wanted, whose crops are those of another set over and over: what such a size costs can be
 * measured before its photos are there. All of it is read from the few shards of the other set, so that nothing can be said of a disk.
 * @param options.from set that was prepared in the same cache   @param options.people as many photos each, but for the last of them
 */
export async function writeEnlargedSet(
  cacheFolder: string,
  {
    from,
    set,
    photos,
    people,
  }: { readonly from: string; readonly set: string; readonly photos: number; readonly people: number },
): Promise<DataSummary> {
  const { summary, photos: crops } = await readManifest(cacheFolder, from);
  const readable = crops.filter(({ crop }) => crop !== null);
  const records = Array.from({ length: photos }, (_, index) => {
    const record = readable[index % readable.length] as (typeof readable)[number];
    return { ...record, path: `${index}.png`, identity: String(index % people) };
  });
  const { folder } = filesOf(cacheFolder, set);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await symlink(relative(folder, join(filesOf(cacheFolder, from).folder, 'crops')), join(folder, 'crops'));
  return writeManifest(
    cacheFolder,
    { ...summary, set, photos, identities: people, aligned: photos, missed: 0, unreadable: 0 },
    records,
  );
}
