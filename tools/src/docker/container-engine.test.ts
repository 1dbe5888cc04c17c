import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findEngine } from './container-engine.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program of that name on a PATH of its own. */
function install(name: string, script: string): void {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const search = (named?: 'docker') => findEngine({ named, environment: { PATH: folder } });

it('takes docker before podman and buildah', async () => {
  for (const name of ['docker', 'podman', 'buildah']) install(name, 'echo 5.0');
  expect(await search()).toBe('docker');
});

it('goes past a docker client without a daemon', async () => {
  install('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
  install('buildah', 'echo buildah version 1.28');
  expect(await search()).toBe('buildah');
});

it('says of each why it cannot be used, and what to install', async () => {
  install('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
  await expect(search()).rejects.toThrow(
    'Expected docker, podman or buildah but received docker: Cannot connect to the Docker daemon; ' +
      'no podman on the PATH; no buildah on the PATH (docker:*). Install one (Debian, Ubuntu: apt-get install podman;',
  );
});

it('takes no other one than the named', async () => {
  install('podman', 'echo 5.0');
  await expect(search('docker')).rejects.toThrow(
    'Expected docker to work but received no docker on the PATH (--engine=docker).',
  );
});
