import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnosis } from './finding.js';

const freeWantedGiB = 5; // TensorFlow's wheel and libraries take 1.2 GB, and several times that for a GPU.

/** Where the libraries go that all checkouts of a user share: graph:native extracts them there. */
export function userCacheFolder(environment = process.env): string {
  return environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
}

/** The path itself, or the nearest folder above it that exists. */
export function existingAncestor(path: string): string {
  return existsSync(path) ? path : existingAncestor(dirname(path));
}

export function diagnoseDisk(folder: string, freeBytes: number): Diagnosis {
  const gib = freeBytes / 2 ** 30;
  const detail = `${gib.toFixed(1)} GiB free in ${folder}`;
  if (gib >= freeWantedGiB) return { state: 'ok', detail };
  return {
    state: gib < 1 ? 'fault' : 'note',
    detail: `${detail}: ${freeWantedGiB} GiB are wanted`,
    fix: `du -xh --max-depth=1 ${folder} | sort -h   # shows what to remove`,
  };
}

export async function examineDisk(folder: string): Promise<Diagnosis> {
  const { bavail, bsize } = await statfs(existingAncestor(folder));
  return diagnoseDisk(folder, bavail * bsize);
}
