import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPython } from './python-environment.js';

let folder: string;
const said: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arcface-tensorboard-'));
  said.length = 0;
  await writeFile(join(folder, 'requirements.txt'), 'tensorboard==2.21.0\n');
});
afterEach(() => rm(folder, { recursive: true }));

function find(environment: NodeJS.ProcessEnv, python: string): Promise<string> {
  const wanted = {
    title: 'TensorBoard',
    module: 'tensorboard',
    variable: 'TENSORBOARD_PYTHON',
    place: 'tools:tensorboard',
    folder: join(folder, 'venv'),
    requirements: join(folder, 'requirements.txt'),
    python,
    environment,
  };
  return findPython(wanted, line => said.push(line));
}

it('names the packages to install where there is no Python', async () => {
  await expect(find({}, 'no-such-python')).rejects.toThrow(
    'Expected no-such-python to make a virtual environment but received ENOENT (tools:tensorboard). Install it',
  );
});

it('refuses a TENSORBOARD_PYTHON without tensorboard and makes no environment instead', async () => {
  await expect(find({ TENSORBOARD_PYTHON: '/bin/false' }, 'no-such-python')).rejects.toThrow(
    'Expected TENSORBOARD_PYTHON to name a Python that has tensorboard but received exit code 1',
  );
  expect(await readdir(folder)).toEqual(['requirements.txt']);
});

it('makes an environment anew that was interrupted before pip had ended', async () => {
  await mkdir(join(folder, 'venv', 'bin'), { recursive: true });
  await writeFile(join(folder, 'venv', 'bin', 'python'), '');
  await expect(find({}, '/bin/false')).rejects.toThrow('received exit code 1');
  expect(said).toEqual([`installing TensorBoard into ${join(folder, 'venv')} (once)`]);
});
