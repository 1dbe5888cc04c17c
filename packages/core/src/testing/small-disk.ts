import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, type TestContext } from 'vitest';

/** A file system of its own, in memory, until the present test ends. */
export interface SmallDisk {
  readonly path: string;
  /** Changes its options, such as `ro` and `size=1m`. */
  remount(options: string): void;
}

/** Mounts a disk of so many KiB. Where that is not allowed, as for everybody but root, the test is skipped and says why. */
export function smallDisk({ skip }: TestContext, kibibytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const mount = (...options: string[]) => {
    const { status, stderr, error } = spawnSync('mount', [...options, path], { encoding: 'utf8' });
    if (status !== 0) skip(`no disk can be mounted here: ${error?.message ?? stderr}`);
  };
  onTestFinished(() => {
    spawnSync('umount', [path]);
    rmSync(path, { recursive: true });
  });
  mount('-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs');
  return { path, remount: options => mount('-o', `remount,${options}`) };
}
