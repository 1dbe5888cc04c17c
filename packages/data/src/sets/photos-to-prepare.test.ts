import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { photosToPrepare } from './photos-to-prepare.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'photos-to-prepare-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function configFile(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

it('are those that are named', async () => {
  const config = await configFile('both.mjs', "export const config = { sets: ['mine'], crop: 'aligned-64' };");
  expect(await photosToPrepare({ set: 'pins', crop: 'aligned-128', config })).toEqual({
    set: 'pins',
    crop: 'aligned-128',
  });
});

it('are those that the config trains on, in its crop, and LFW', async () => {
  expect(await photosToPrepare({ config: 'face.casia' })).toEqual({ set: 'casia,lfw', crop: 'frontal-112' });
  const sets = await configFile('sets.mjs', "export const config = { sets: ['mine', 'pins'] };");
  expect(await photosToPrepare({ config: sets })).toEqual({ set: 'mine,pins,lfw' });
  const crop = await configFile('crop.mjs', "export const config = { crop: 'aligned-64' };");
  expect(await photosToPrepare({ config: crop })).toEqual({ crop: 'aligned-64' });
});

it('are the default ones where no config names any', async () => {
  expect(await photosToPrepare({})).toEqual({});
  expect(await photosToPrepare({ config: 'face' })).toEqual({});
  expect(await photosToPrepare({ config: await configFile('plain.mjs', 'export const config = {};') })).toEqual({});
});

it('leaves a config that cannot be read to the command that trains', async () => {
  expect(await photosToPrepare({ config: join(folder, 'none.mjs') })).toEqual({});
  expect(await photosToPrepare({ config: await configFile('torn.mjs', 'export const config = {') })).toEqual({});
});
