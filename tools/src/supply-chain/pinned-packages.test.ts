import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspaceFolder } from '../workspace-folder.js';

const read = (path: string): string => readFileSync(join(workspaceFolder, path), 'utf8');
const nativeFolder = 'packages/graph/native';

describe('npm', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { link?: boolean; integrity?: string; resolved?: string }>;
  };
  const fetched = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);

  it('knows every package of the lock file by its hash', () => {
    expect(fetched.length).toBeGreaterThan(100);
    expect(fetched.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  });

  it('takes them from the registry that it is set to, and from nowhere else', () => {
    expect(fetched.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it('runs no script of a package that it installs', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    // npm would read one beside a package.json too.
    const folders = readdirSync(join(workspaceFolder, 'packages')).map(name => join('packages', name));
    const others = [...folders, 'tools'].map(folder => join(folder, '.npmrc'));
    expect(others.filter(path => existsSync(join(workspaceFolder, path)))).toEqual([]);
  });
});

describe('pip', () => {
  const requirements = readdirSync(join(workspaceFolder, nativeFolder)).filter(name => name.startsWith('requirements'));

  it.each(requirements)('knows every wheel of %s by its version and hash', name => {
    const lines = read(join(nativeFolder, name)).replaceAll('\\\n', ' ').trim().split('\n');
    for (const line of lines) expect(line).toMatch(/^[\w.-]+==[\w.]+( +--hash=sha256:[\da-f]{64})+$/);
  });

  it('is told to refuse any other', () => {
    expect(requirements.length).toBeGreaterThan(3);
    expect(read('packages/graph/src/native/fetch-libraries.ts')).toContain("'--require-hashes'");
  });
});
