import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { flavourFor } from './flavour.js';
import { libraryFolder, nativeFolder, packageFolder, workspaceFolder } from './places.js';

const flavour = flavourFor('cpu', 'linux-arm64');

it('keeps the libraries in the cache of the user, by flavour and pins', () => {
  expect(libraryFolder(flavour, '0123456789abcdef', { XDG_CACHE_HOME: '/caches' })).toBe(
    '/caches/arcface-ts/tensorflow-cpu-linux-arm64-0123456789ab',
  );
});

it.each([{}, { XDG_CACHE_HOME: '' }])('falls back to ~/.cache with the environment %j', environment => {
  const folder = libraryFolder(flavour, '0123456789abcdef', environment);
  expect(folder.startsWith(join(homedir(), '.cache', 'arcface-ts'))).toBe(true);
});

it('gives other pins another folder, so that an update never mixes libraries', () => {
  expect(libraryFolder(flavour, 'a'.repeat(64))).not.toBe(libraryFolder(flavour, 'b'.repeat(64)));
});

it('builds into the checkout that the package is part of', () => {
  expect(packageFolder).toBe(join(workspaceFolder, 'packages/graph/'));
  expect(nativeFolder()).toBe(join(workspaceFolder, '.cache/native'));
});
