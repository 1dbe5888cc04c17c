import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataError } from '@arcface-ts/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { workspaceFolder } from '../workspace-folder.js';
import { checkLicences, installedPackages } from './installed-licences.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'licences-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
}

it('reads what is installed: packages of packages too, none for other systems and none of our own', async () => {
  const packages = { '': {}, tools: {}, 'node_modules/@arcface-ts/tools': { link: true }, 'node_modules/a-win32': {} };
  write('package-lock.json', {
    packages: { ...packages, 'node_modules/a': {}, 'node_modules/a/node_modules/b': {}, 'node_modules/c': {} },
  });
  write('node_modules/a/package.json', { name: 'a', version: '1.0.0', license: 'MIT' });
  write('node_modules/a/node_modules/b/package.json', { name: 'b', version: '2.0.0', license: { type: 'ISC' } });
  const licenses = [{ type: 'GPL-3.0-only' }, { type: 'MIT' }];
  write('node_modules/c/package.json', { name: 'c', version: '3.0.0', licenses });
  expect(await installedPackages(folder)).toEqual([
    { name: 'a', version: '1.0.0', licence: 'MIT' },
    { name: 'b', version: '2.0.0', licence: 'ISC' },
    { name: 'c', version: '3.0.0', licence: '(GPL-3.0-only) OR (MIT)' },
  ]);
});

it.each(['MIT', '(GPL-3.0-only) OR (MIT)', 'MIT AND Apache-2.0', 'LGPL-3.0-or-later'])('allows %s', licence => {
  checkLicences([{ name: 'a', version: '1.0.0', licence }], folder);
});

it.each([undefined, 'UNLICENSED', 'SEE LICENSE IN LICENSE', 'GPL-3.0-only', 'MIT AND AGPL-3.0-only', ''])(
  'refuses %s',
  licence => {
    const packages = [
      { name: 'good', version: '1.0.0', licence: 'MIT' },
      { name: 'bad', version: '2.0.0', licence },
    ];
    expect(() => checkLicences(packages, folder)).toThrow(DataError);
    expect(() => checkLicences(packages, folder)).toThrow(
      `received 1 under others:\n  bad@2.0.0: ${licence ?? 'no licence'}\n`,
    );
  },
);

it('allows what is installed here', async () => {
  const packages = await installedPackages(workspaceFolder);
  expect(packages.length).toBeGreaterThan(100);
  checkLicences(packages, 'node_modules');
});
