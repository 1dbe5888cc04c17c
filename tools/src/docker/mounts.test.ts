import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sharedMounts } from './mounts.js';

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'mounts-'));
});
afterEach(() => rmSync(workspace, { recursive: true }));

it('makes the folders for runs and caches, and leaves photos out where there are none', () => {
  expect(sharedMounts({ workspace, environment: {} })).toEqual([
    { source: join(workspace, 'runs'), target: '/app/runs', readonly: false },
    { source: join(workspace, '.cache/container'), target: '/app/.cache', readonly: false },
  ]);
  expect(existsSync(join(workspace, '.cache/container'))).toBe(true);
});

it.each([
  ['--data', { data: 'photos', environment: { ARCFACE_DATA: 'others' } }],
  ['ARCFACE_DATA', { environment: { ARCFACE_DATA: 'photos' } }],
])('shows the photos that %s names, to be read', (_, options) => {
  mkdirSync(join(workspace, 'photos'));
  expect(sharedMounts({ workspace, ...options })[0]).toEqual({
    source: join(workspace, 'photos'),
    target: '/app/datasets',
    readonly: true,
  });
});

it('refuses a folder of photos that is not there', () => {
  expect(() => sharedMounts({ workspace, data: 'gone', environment: {} })).toThrow(
    `Expected the folder of the data sets but received ${join(workspace, 'gone')}, which does not exist (--data). Leave it out`,
  );
});
