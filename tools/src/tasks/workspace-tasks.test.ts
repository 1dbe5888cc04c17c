import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dependencyNames, workspaceTasks } from './workspace-tasks.js';

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'arcface-tasks-'));
});
afterEach(() => rm(workspace, { recursive: true }));

async function write(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(join(workspace, file)), { recursive: true });
  await writeFile(join(workspace, file), JSON.stringify(value));
}

function target(description: string, more: object = {}): object {
  return { metadata: { description }, ...more };
}

describe('dependencyNames', () => {
  it.each([
    ['a target of the same project', 'build', ['train:build']],
    ['a task of another project', 'graph:native', ['graph:native']],
    ['a target of the imported packages', '^build', ['^build']],
    ['the same, as an object', { target: 'build', dependencies: true }, ['^build']],
    ['projects, one', { target: 'native', projects: 'graph' }, ['graph:native']],
    ['projects, many', { target: 'build', projects: ['data', 'eval'] }, ['data:build', 'eval:build']],
    ['an object without projects', { target: 'build' }, ['train:build']],
  ])('names %s', (_, dependency, expected) => {
    expect(dependencyNames('train', dependency)).toEqual(expected);
  });
});

describe('workspaceTasks', () => {
  it('lists packages by name, then tools and docker, targets in the order of their file', async () => {
    await write('nx.json', {});
    await write('docker/project.json', { name: 'docker', targets: { build: target('Build the images.') } });
    await write('tools/project.json', { name: 'tools', targets: { tasks: target('List.') } });
    await write('packages/train/project.json', { name: 'train', targets: { test: target('T.'), face: target('F.') } });
    await write('packages/data/project.json', { name: 'data', targets: { faces: target('Find faces.') } });
    const tasks = await workspaceTasks(workspace);
    expect(tasks.map(({ name }) => name)).toEqual([
      'data:faces',
      'train:test',
      'train:face',
      'tools:tasks',
      'docker:build',
    ]);
  });

  it("lets a target's own keys replace the defaults of nx.json", async () => {
    await write('nx.json', {
      targetDefaults: { build: target('Compile.', { cache: true, dependsOn: ['^build'] }) },
    });
    await write('packages/data/project.json', { name: 'data', targets: { build: { dependsOn: ['generate'] } } });
    expect(await workspaceTasks(workspace)).toEqual([
      { name: 'data:build', description: 'Compile.', dependencies: ['data:generate'], cached: true },
    ]);
  });

  it('prefers the defaults of the executor to those of the name', async () => {
    await write('nx.json', {
      targetDefaults: { build: { cache: true }, 'nx:run-commands': { cache: false } },
    });
    await write('tools/project.json', {
      name: 'tools',
      targets: { build: target('B.', { executor: 'nx:run-commands' }) },
    });
    expect((await workspaceTasks(workspace)).map(({ cached }) => cached)).toEqual([false]);
  });

  it('refuses a target without a description, by file and name', async () => {
    await write('nx.json', {});
    await write('packages/eval/project.json', { name: 'eval', targets: { lfw: {}, pairs: target('Pairs.') } });
    await expect(workspaceTasks(workspace)).rejects.toThrow(
      'Expected a description of one line for every target but received none for eval:lfw in packages/eval/project.json',
    );
  });

  it('names the file and the key of a project.json that is not one', async () => {
    await write('nx.json', {});
    await write('tools/project.json', { name: 'tools', targets: { build: { cache: 'yes' } } });
    await expect(workspaceTasks(workspace)).rejects.toThrow(/tools\/project\.json.*targets\.build\.cache/s);
  });
});
