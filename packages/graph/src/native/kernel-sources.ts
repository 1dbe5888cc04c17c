import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from './places.js';

export const kernelsFolder = join(packageFolder, 'native', 'kernels');

/** Names of the C++ files of our kernels. */
export async function kernelSources(): Promise<string[]> {
  return (await readdir(kernelsFolder)).filter(file => /\.(cc|h)$/.test(file)).sort();
}

/** Changes with the kernels' sources and with the processor that they are compiled for. */
export async function kernelsHash(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await kernelSources()) hash.update(file).update(await readFile(join(kernelsFolder, file)));
  return hash.update(await processor()).digest('hex');
}

/** Virtual machines of one name differ in what they can do: where the system lists it, the list is taken along. */
async function processor(): Promise<string> {
  const listed = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  return `${cpus()[0]?.model} ${listed.split('\n').find(line => /^(flags|Features)\s*:/.test(line)) ?? ''}`;
}
