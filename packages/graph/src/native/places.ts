import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Flavour } from './flavour.js';

/** The package's own folder, seen from `src/native` and from `dist/native` alike. */
export const packageFolder = fileURLToPath(new URL('../../', import.meta.url));

/** The folder that holds `nx.json`. */
export const workspaceFolder = fileURLToPath(new URL('../../../../', import.meta.url));

/** What one checkout builds: the binding and the record of what it was built from. */
export function nativeFolder(workspace = workspaceFolder): string {
  return join(workspace, '.cache', 'native');
}

/**
 * Where the libraries of a wheel are extracted to. They weigh 0.9 GB, are the same for every checkout and never change
 * (the name ends in the hash of the pins), so all checkouts of a user share them.
 */
export function libraryFolder(flavour: Flavour, requirementsHash: string, environment = process.env): string {
  const cache = environment['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(cache, 'arcface-ts', `tensorflow-${flavour.device}-${flavour.platform}-${requirementsHash.slice(0, 12)}`);
}

export function requirementsFile(flavour: Flavour): string {
  return join(packageFolder, 'native', `requirements-${flavour.device}-${flavour.platform}.txt`);
}
