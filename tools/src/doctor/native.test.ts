import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfCheckMarker } from '@arcface-ts/graph';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { workspaceFolder } from '../workspace-folder.js';
import { diagnoseSelfCheck, examineBinding, examineTensorflow, parseSelfCheck } from './native.js';

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'arcface-doctor-'));
});
afterEach(() => rm(workspace, { recursive: true }));

/** A set-up that looks whole, but whose binding is no library. */
async function writeBrokenSetUp(): Promise<void> {
  const library = process.platform === 'darwin' ? 'libtensorflow_cc.2.dylib' : 'libtensorflow_cc.so.2';
  await mkdir(join(workspace, '.cache', 'native'), { recursive: true });
  await mkdir(join(workspace, 'tensorflow'));
  await writeFile(join(workspace, 'tensorflow', library), 'four');
  for (const addon of ['tfjs_binding.node', 'arcface_addon.node']) {
    await writeFile(join(workspace, '.cache', 'native', addon), 'no library');
  }
  const record = {
    ...{
      schema: 1,
      device: 'cpu',
      platform: 'linux-x64',
      requirementsHash: 'ab',
      libraries: workspace,
      libraryBytes: 4,
    },
    ...{ tfjs: '4.22.0', tensorflow: '2.21.0', compiler: 'g++ 12', addonHash: 'cd' },
  };
  await writeFile(join(workspace, '.cache', 'native', 'native.json'), JSON.stringify(record));
  await symlink(join(workspaceFolder, 'packages'), join(workspace, 'packages'));
}

it('sends whoever has no binding to graph:native', () => {
  expect(examineBinding(workspace)).toMatchObject({ state: 'fault', fix: 'npx nx run graph:native' });
});

it('reports a binding that cannot be loaded and goes on', async () => {
  await writeBrokenSetUp();
  expect(examineBinding(workspace).state).toBe('ok');
  const { state, detail, fix } = await examineTensorflow(workspace);
  expect(state).toBe('fault');
  expect(detail).toMatch(/^the self check failed: exit code 1\n.*tfjs_binding\.node/s);
  expect(fix).toBe('rm -r .cache/native && npx nx run graph:native');
});

it('finds the result of the self check among what libraries print', () => {
  const check = { tensorflow: '2.21.0', devices: ['CPU:0'] };
  expect(parseSelfCheck(`oneDNN is on\n${selfCheckMarker}${JSON.stringify(check)}\n`)).toEqual(check);
  expect(parseSelfCheck('oneDNN is on\n')).toBeUndefined();
});

it.each([
  ['cpu', 'CPU:0', 'ok'],
  ['gpu', 'GPU:0', 'ok'],
  ['gpu', 'CPU:0', 'note'],
] as const)('built for %s, computes on %s: %s', (device, found, state) => {
  expect(diagnoseSelfCheck({ tensorflow: '2.21.0', devices: [found] }, device).state).toBe(state);
});
