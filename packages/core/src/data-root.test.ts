import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findDataRoot } from './data-root.js';
import { DataError } from './errors.js';
import { temporaryFolder } from './testing/temporary-folder.js';

function workspaceWith(...folders: string[]): string {
  const workspace = temporaryFolder();
  for (const folder of folders) mkdirSync(join(workspace, folder));
  return workspace;
}

it('takes --data before ARCFACE_DATA', () => {
  const workspace = workspaceWith('named', 'environment');
  const environment = { ARCFACE_DATA: join(workspace, 'environment') };
  const data = join(workspace, 'named');
  expect(findDataRoot({ data, environment, workspace })).toEqual({ path: data, from: '--data' });
});

it('takes ARCFACE_DATA before datasets/', () => {
  const workspace = workspaceWith('environment', 'datasets');
  const environment = { ARCFACE_DATA: join(workspace, 'environment') };
  expect(findDataRoot({ environment, workspace })).toEqual({ path: environment.ARCFACE_DATA, from: 'ARCFACE_DATA' });
});

it.each([{}, { ARCFACE_DATA: '' }])('falls back to datasets/ with the environment %j, there or not', environment => {
  const workspace = workspaceWith();
  expect(findDataRoot({ environment, workspace })).toEqual({ path: join(workspace, 'datasets'), from: 'datasets/' });
});

it('reads the environment of the process when it is given none', () => {
  const workspace = workspaceWith('environment');
  const before = process.env['ARCFACE_DATA'];
  try {
    process.env['ARCFACE_DATA'] = join(workspace, 'environment');
    expect(findDataRoot({ workspace }).from).toBe('ARCFACE_DATA');
  } finally {
    if (before === undefined) delete process.env['ARCFACE_DATA'];
    else process.env['ARCFACE_DATA'] = before;
  }
});

it('reads a relative path from the workspace, wherever the process stands', () => {
  const workspace = workspaceWith('photos');
  expect(findDataRoot({ data: 'photos', environment: {}, workspace }).path).toBe(join(workspace, 'photos'));
});

it('refuses a named folder that does not exist, naming who named it', () => {
  const workspace = workspaceWith();
  const find = () => findDataRoot({ environment: { ARCFACE_DATA: 'gone' }, workspace });
  expect(find).toThrow(DataError);
  expect(find).toThrow(
    `but received ${join(workspace, 'gone')}, which does not exist (ARCFACE_DATA). Name an existing`,
  );
});

it('refuses a file', () => {
  const workspace = workspaceWith();
  writeFileSync(join(workspace, 'lfw.tgz'), '');
  expect(() => findDataRoot({ data: 'lfw.tgz', environment: {}, workspace })).toThrow('which is a file (--data).');
});
