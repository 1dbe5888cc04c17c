import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { setsToPrepare } from './sets-to-prepare.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sets-to-prepare-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function configFile(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text);
  return join(folder, name);
}

it('are those that are named', async () => {
  expect(await setsToPrepare({ set: 'pins', config: 'face.small' })).toBe('pins');
});

it('are those that the config trains on, and LFW', async () => {
  expect(await setsToPrepare({ config: 'face.small' })).toBe('celeba,pins,lfw');
  const file = await configFile('mine.mjs', "export const config = { sets: ['mine', 'pins'] };");
  expect(await setsToPrepare({ config: file })).toBe('mine,pins,lfw');
});

it('are the default ones where no config names any', async () => {
  expect(await setsToPrepare({})).toBeUndefined();
  expect(await setsToPrepare({ config: 'face' })).toBeUndefined();
  expect(await setsToPrepare({ config: await configFile('plain.mjs', 'export const config = {};') })).toBeUndefined();
});

it('leaves a config that cannot be read to the command that trains', async () => {
  expect(await setsToPrepare({ config: join(folder, 'none.mjs') })).toBeUndefined();
  expect(await setsToPrepare({ config: await configFile('torn.mjs', 'export const config = {') })).toBeUndefined();
});
