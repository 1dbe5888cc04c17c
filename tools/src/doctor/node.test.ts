import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspaceFolder } from '../workspace-folder.js';
import { diagnoseNode, examineNode, examineNx } from './node.js';

const range = '^20.19.0 || ^22.12.0 || >=24.0.0';

it.each(['20.19.0', '22.12.0', '24.0.0', '26.1.0'])('takes Node %s', version => {
  expect(diagnoseNode(version, range)).toEqual({ state: 'ok', detail: version });
});

it.each(['18.20.0', '20.18.0', '23.1.0'])('refuses Node %s and says what to do', version => {
  expect(diagnoseNode(version, range)).toEqual({
    state: 'fault',
    detail: `${version}, but the workspace needs ${range}`,
    fix: 'nvm install && nvm use',
  });
});

it('reads the range of this workspace, which takes the Node that runs its tests', async () => {
  expect((await examineNode(workspaceFolder)).state).toBe('ok');
});

it('names the command that installs Nx where there is none', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'arcface-doctor-'));
  expect(examineNx(empty)).toEqual({ state: 'fault', detail: `not installed in ${empty}`, fix: 'npm ci' });
});
