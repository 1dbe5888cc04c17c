import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEventFile } from './create-event-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'create-event-file-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Makes a file and returns its name. */
async function nextName(): Promise<string> {
  const { path, file } = await createEventFile(folder, '');
  await file.close();
  return basename(path);
}

test('each name stands behind all that were there, also behind the tenth of a second', async () => {
  const names: string[] = [];
  for (let count = 0; count < 12; count++) names.push(await nextName());
  expect(names).toEqual(names.toSorted());
  expect((await readdir(folder)).sort()).toEqual(names);
});

test('a name stands behind one from another host of a clock that runs ahead', async () => {
  const ahead = Math.floor(Date.now() / 1000) + 5000;
  const earlier = `events.out.tfevents.${ahead}.zzz.1.0`;
  await writeFile(join(folder, earlier), '');
  expect(await nextName()).toBe(`events.out.tfevents.${ahead + 1}.${hostname()}.${process.pid}.000`);
});

test('other files do not matter', async () => {
  await writeFile(join(folder, 'events.out.tfevents.zzz'), '');
  expect(await nextName()).toMatch(/^events\.out\.tfevents\.\d{10}\./);
});
