import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireNative } from '@arcface-ts/graph';

/** The packages whose code a training runs. */
const packages = ['core', 'data', 'eval', 'graph', 'losses', 'models', 'train'];

/** Changes with the built code of the packages and with TensorFlow and our kernels: a finished run of other code is trained anew. */
export async function codeFingerprint(): Promise<string> {
  const { tensorflow, addonHash } = requireNative();
  const hash = createHash('sha256').update(tensorflow).update(addonHash);
  for (const name of packages) {
    const folder = fileURLToPath(new URL(`../../../${name}/dist`, import.meta.url));
    const files = (await readdir(folder, { recursive: true })).filter(file => /(?<!\.test)\.js$/.test(file)).sort();
    for (const file of files) hash.update(`${name}/${file}`).update(await readFile(join(folder, file)));
  }
  return hash.digest('hex');
}
