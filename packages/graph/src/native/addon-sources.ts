import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from './places.js';

/** Kernels, graph and session: see addon.cc there. */
export const addonFolder = join(packageFolder, 'native');

/** The C++ files of our add-on, relative to its folder. */
export async function addonSources(): Promise<string[]> {
  return (await readdir(addonFolder, { recursive: true })).filter(file => /\.(cc|h)$/.test(file)).sort();
}

/** Changes with the add-on's sources and with the processor that it is compiled for. */
export async function addonHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await addonSources()) hash.update(file).update(await readFile(join(addonFolder, file)));
  return hash.update(await processor()).digest('hex');
}

/** Virtual machines of one name differ in what they can do: where the system lists it, the list is taken along. */
async function processor(): Promise<string> {
  const listed = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return `${cpus()[0]?.model} ${listed.split('\n').find(line => /^(flags|Features)\s*:/.test(line)) ?? ''}`;
}
