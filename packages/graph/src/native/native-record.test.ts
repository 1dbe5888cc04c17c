import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArcfaceError } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { addonFile, bindingFile, inspectNative, librarySize, recordFile, requireNative } from './native-record.js';

const mainLibrary = process.platform === 'darwin' ? 'libtensorflow_cc.2.dylib' : 'libtensorflow_cc.so.2';

/** A workspace in which everything is there that the native set-up leaves behind. */
function preparedWorkspace() {
  const workspace = temporaryFolder();
  const libraries = join(workspace, 'libraries');
  const library = join(libraries, 'tensorflow', mainLibrary);
  mkdirSync(join(libraries, 'tensorflow'), { recursive: true });
  mkdirSync(join(workspace, '.cache/native'), { recursive: true });
  writeFileSync(library, 'ELF and so on');
  for (const addon of [bindingFile, addonFile]) writeFileSync(addon(workspace), '');
  const record = {
    schema: 1 as const,
    device: 'cpu' as const,
    platform: 'linux-x64',
    requirementsHash: 'f'.repeat(64),
    libraries,
    libraryBytes: 13,
    tfjs: '4.22.0',
    tensorflow: '2.21.0',
    addonHash: 'e'.repeat(64),
    compiler: 'g++ 12',
  };
  writeFileSync(recordFile(workspace), JSON.stringify(record));
  return { workspace, record, library };
}

it('finds the record of a whole set-up', () => {
  const { workspace, record } = preparedWorkspace();
  expect(inspectNative(workspace)).toEqual({ record });
  expect(requireNative(workspace)).toEqual(record);
});

it('misses the record of a fresh checkout, and names the command that makes it', () => {
  const workspace = temporaryFolder();
  expect(() => requireNative(workspace)).toThrow(
    new ArcfaceError(
      `Expected the native TensorFlow binding but received none (${recordFile(workspace)} does not exist). ` +
        'Run `npx nx run graph:native`.',
    ),
  );
});

it.each([
  ['the binding', bindingFile],
  ['our add-on', addonFile],
])('misses %s', (_, addonFile) => {
  const { workspace } = preparedWorkspace();
  rmSync(addonFile(workspace));
  expect(inspectNative(workspace)).toEqual({ missing: `${addonFile(workspace)} does not exist` });
});
it('misses libraries that were removed from the cache', () => {
  const { workspace, library, record } = preparedWorkspace();
  rmSync(library);
  const missing = `TensorFlow's libraries are not in ${record.libraries} any more`;
  expect(inspectNative(workspace)).toEqual({ missing });
  expect(librarySize(record.libraries)).toBe(0);
});

it('misses a library that was cut short', () => {
  const { workspace, library } = preparedWorkspace();
  writeFileSync(library, 'ELF');
  expect(inspectNative(workspace)).toHaveProperty('missing');
});

it.each(['', '{"schema": 1', '{"schema": 2}'])(
  'takes the record %j as missing, so that the set-up can replace it',
  text => {
    const { workspace } = preparedWorkspace();
    writeFileSync(recordFile(workspace), text);
    expect(inspectNative(workspace)).toEqual({ missing: expect.stringContaining(recordFile(workspace)) });
  },
);
