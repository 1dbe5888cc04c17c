import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProjectGraph } from 'nx/src/devkit-exports.js';
import { FsTree, flushChanges } from 'nx/src/generators/tree.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PackageVersionActions } from './package-version-actions.js';

const graph = {
  nodes: Object.fromEntries(
    ['core', 'eval'].map(name => [name, { name, type: 'lib', data: { root: `packages/${name}` } }]),
  ),
  dependencies: {},
} as unknown as ProjectGraph;

let workspace: string;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'release-'));
  for (const [name, manifest] of [
    ['core', { name: '@ours/core', version: '0.1.0' }],
    ['eval', { name: '@ours/eval', version: '0.1.0', dependencies: { '@ours/core': '0.1.0', zod: '^4.0.0' } }],
  ] as const) {
    mkdirSync(join(workspace, 'packages', name), { recursive: true });
    writeFileSync(join(workspace, 'packages', name, 'package.json'), JSON.stringify(manifest));
  }
});
afterEach(() => rmSync(workspace, { recursive: true }));

it('writes the version, and those of our packages that it depends on', async () => {
  const tree = new FsTree(workspace, false);
  type Arguments = ConstructorParameters<typeof PackageVersionActions>;
  const actions = new PackageVersionActions(
    {} as Arguments[0],
    graph.nodes['eval'] as Arguments[1],
    {} as Arguments[2],
  );
  expect(await actions.readCurrentVersionFromSourceManifest(tree)).toEqual({
    currentVersion: '0.1.0',
    manifestPath: 'packages/eval/package.json',
  });
  expect(await actions.readCurrentVersionOfDependency(tree, graph, 'core')).toEqual({
    currentVersion: '0.1.0',
    dependencyCollection: 'dependencies',
  });
  await actions.updateProjectVersion(tree, '0.2.0');
  expect(await actions.updateProjectDependencies(tree, graph, { core: '0.2.0' })).toEqual([
    'packages/eval/package.json: @ours/core 0.2.0',
  ]);
  flushChanges(workspace, tree.listChanges());
  expect(JSON.parse(readFileSync(join(workspace, 'packages/eval/package.json'), 'utf8'))).toEqual({
    name: '@ours/eval',
    version: '0.2.0',
    dependencies: { '@ours/core': '0.2.0', zod: '^4.0.0' },
  });
});
