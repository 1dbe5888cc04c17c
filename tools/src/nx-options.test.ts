import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { workspaceFolder } from './workspace-folder.js';

/** A workspace of its own with one target, `echo`, that prints its options. */
function echoWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nx-options-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(workspaceFolder, 'node_modules'), join(folder, 'node_modules'));
  const files = {
    'nx.json': { analytics: false, neverConnectToCloud: true, useInferencePlugins: false },
    'package.json': { name: 'echo', private: true },
    'project.json': {
      name: 'echo',
      targets: { options: { executor: 'nx:run-commands', options: { command: 'echo OPTIONS' } } },
    },
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), JSON.stringify(content));
  return folder;
}

/** The options that a built command shows in its help. */
function flagsOf(script: string): string[] {
  const help = spawnSync(process.execPath, [join(workspaceFolder, script), '--help'], {
    encoding: 'utf8',
  });
  return [...help.stdout.matchAll(/^ {2}(--[\w-]+)/gm)].map(match => match[1] as string);
}

it('hands on the options of these commands, every one', { timeout: 120_000 }, () => {
  const scripts = ['dry-run', 'profile-step', 'eval-lfw', 'eval-card', 'eval-pairs', 'eval-set', 'eval-embeddings'];
  const flags = [
    ...scripts.map(name => `tools/dist/${name}.js`),
    'packages/train/dist/commands/lr-find.js',
    'packages/train/dist/commands/face.js',
  ].map(flagsOf);
  for (const own of flags) expect(own.length).toBeGreaterThan(3);
  const options = [...new Set(flags.flat())].filter(flag => flag !== '--help').map(flag => `${flag}=1`);
  const nx = join(workspaceFolder, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  // Nx tells its tasks by variables that they run under it; this one is another workspace's.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('NX_'));
  const run = spawnSync(
    process.execPath,
    [nx, 'run', 'echo:options', '--outputStyle=stream-without-prefixes', ...options],
    { cwd: echoWorkspace(), encoding: 'utf8', env: { ...Object.fromEntries(own), NX_DAEMON: 'false' } },
  );
  expect(run.stdout).toContain(`OPTIONS ${options.join(' ')}\n`);
});
