import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { adviceForPip, fetchLibraries, requirementsHash } from './fetch-libraries.js';
import { flavourFor } from './flavour.js';
import { libraryFolder, workspaceFolder } from './places.js';

afterEach(() => vi.unstubAllEnvs());

const flavour = flavourFor('cpu', 'linux-x64');

/** Fetches into an empty cache, with the temporary folder in view. */
async function fetchAfresh() {
  const [cache, temporary] = [temporaryFolder(), temporaryFolder()];
  vi.stubEnv('XDG_CACHE_HOME', cache);
  vi.stubEnv('TMPDIR', temporary);
  const said: string[] = [];
  const message = await fetchLibraries(flavour, line => said.push(line)).catch((error: Error) => error.message);
  return { message, said, left: [...readdirSync(cache), ...readdirSync(temporary)] };
}

it('without Python names the packages to install, and leaves nothing behind', async () => {
  vi.stubEnv('PATH', temporaryFolder());
  const { message, said, left } = await fetchAfresh();
  expect(message).toBe(
    'Expected python3 with pip on the PATH but received ENOENT (graph:native, fetching TensorFlow). ' +
      'Install it (Debian, Ubuntu: apt-get install python3 python3-pip) and run the command again.',
  );
  expect(said).toEqual(['fetching TensorFlow for cpu on linux-x64 (274 MB, once)']);
  expect(left).toEqual([]);
});

it('without an index quotes pip, points at its settings, and leaves nothing behind', async () => {
  vi.stubEnv('PIP_NO_INDEX', '1');
  const { message, left } = await fetchAfresh();
  expect(message).toContain('No matching distribution found for tensorflow-cpu');
  expect(message).toContain('Check the network, proxy and index that `python3 -m pip config list` shows');
  expect(left).toEqual([]);
});

it.each([
  ['/usr/bin/python3: No module named pip', 'Python has no pip'],
  [
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.',
    'served another file than the one pinned',
  ],
  ['ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device', 'Free 2 GB'],
  ['ERROR: No matching distribution found for tensorflow-cpu==2.21.0', 'Check the network, proxy and index'],
  ['', 'Check the network, proxy and index'],
])('to pip saying %j it answers: %s', (stderr, advice) => {
  expect(adviceForPip(stderr)).toContain(advice);
});

it('hashes the pins of a flavour, so that another device is another set-up', async () => {
  const [cpu, gpu] = await Promise.all([flavour, flavourFor('gpu', 'linux-x64')].map(requirementsHash));
  expect(cpu).toMatch(/^[0-9a-f]{64}$/);
  expect(cpu).not.toBe(gpu);
});

it.runIf(process.platform === 'linux').each(process.arch === 'x64' ? (['cpu', 'gpu'] as const) : (['cpu'] as const))(
  'finds what an image fetched for %s beforehand',
  async device => {
    const wanted = flavourFor(device);
    const script = join(workspaceFolder, 'docker', 'fetch-libraries.sh');
    const printed = execFileSync(script, [device, '--print'], {
      encoding: 'utf8',
      env: { XDG_CACHE_HOME: '/opt/cache' },
    });
    expect(printed.trim()).toBe(
      libraryFolder(wanted, await requirementsHash(wanted), { XDG_CACHE_HOME: '/opt/cache' }),
    );
  },
);
