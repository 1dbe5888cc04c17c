import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { buildBinding } from './build-addon.js';
import { compilerName, compilerVersion } from './compiler.js';

afterEach(() => vi.unstubAllEnvs());

it.each([
  ['g++', {}, 'linux'],
  ['clang++', {}, 'darwin'],
  ['g++', { CXX: '' }, 'linux'],
  ['g++-13', { CXX: 'g++-13' }, 'darwin'],
])('compiles with %s under %j on %s', (expected, environment, platform) => {
  expect(compilerName(environment, platform)).toBe(expected);
});

it('has no version of a compiler that is not there', async () => {
  expect(await compilerVersion('arcface-no-such-compiler')).toBeUndefined();
});

it('says how to install a compiler where there is none', async () => {
  const folder = temporaryFolder();
  vi.stubEnv('CXX', 'arcface-no-such-compiler');
  await expect(buildBinding(folder, join(folder, 'out.node'))).rejects.toThrow(
    'Expected a C++17 compiler but received ENOENT for arcface-no-such-compiler (graph:native, building tfjs_binding). Install one',
  );
});

it('quotes the compiler when it fails: here for want of headers and libraries', async () => {
  const folder = temporaryFolder();
  const failing = buildBinding(folder, join(folder, 'out.node'));
  await expect(failing).rejects.toThrow(
    /^Expected tfjs_binding to compile but received exit code 1 of .*:\n.*error: /s,
  );
  expect(existsSync(join(folder, 'out.node'))).toBe(false);
});
