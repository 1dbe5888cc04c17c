import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diagnoseDisk, examineDisk, existingAncestor, userCacheFolder } from './disk.js';

it.each([
  [5, 'ok'],
  [4.9, 'note'],
  [0.9, 'fault'],
])('%d GiB free: %s', (gib, state) => {
  expect(diagnoseDisk('/data', gib * 2 ** 30).state).toBe(state);
});

it('measures the disk that a folder will be on before it exists', async () => {
  const folder = join(tmpdir(), 'no-such-folder', 'deeper');
  expect(existingAncestor(folder)).toBe(tmpdir());
  expect((await examineDisk(folder)).detail).toMatch(/^\d+\.\d GiB free in /);
});

it('looks where graph:native puts the libraries', () => {
  expect(userCacheFolder({ XDG_CACHE_HOME: '/big/cache' })).toBe('/big/cache');
  expect(userCacheFolder({ XDG_CACHE_HOME: '' })).toMatch(/\.cache$/);
});
