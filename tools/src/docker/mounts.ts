import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UsageError } from '@arcface-ts/core';

/** A folder of this machine that a container sees. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readonly: boolean;
}

export interface MountSources {
  /** The folder that holds `nx.json`. */
  readonly workspace: string;
  /** What `--data` says. */
  readonly data?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * The folders that containers share with the workspace and with each other: photos (only to be read), runs and caches. They are made
 * when missing: docker would make them as root. Caches are not those of the workspace, whose native set-up is linked to
 * this machine's libraries.
 */
export function sharedMounts({ workspace, data, environment = process.env }: MountSources): Mount[] {
  const named = data ?? (environment['ARCFACE_DATA'] || undefined);
  const photos = resolve(workspace, named ?? 'datasets');
  if (named !== undefined && !existsSync(photos)) {
    throw UsageError.because({
      expected: 'the folder of the data sets',
      received: `${photos}, which does not exist`,
      place: data === undefined ? 'ARCFACE_DATA' : '--data',
      next: 'Leave it out to train on procedural faces.',
    });
  }
  const [runs, caches] = [join(workspace, 'runs'), join(workspace, '.cache', 'container')];
  for (const folder of [runs, caches]) mkdirSync(folder, { recursive: true });
  return [
    ...(existsSync(photos) ? [{ source: photos, target: '/app/datasets', readonly: true }] : []),
    { source: runs, target: '/app/runs', readonly: false },
    { source: caches, target: '/app/.cache', readonly: false },
  ];
}
