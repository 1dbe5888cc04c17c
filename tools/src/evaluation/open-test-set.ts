import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, findDataRoot, UsageError } from '@arcface-ts/core';
import type { CfpProtocol } from '@arcface-ts/data';
import type { OpeningOptions } from './crop-listed.js';
import { openBin } from './open-bin.js';
import { openCfp } from './open-cfp.js';
import type { OpenedSet } from './opened-set.js';

const cfpProtocols: Readonly<Record<string, CfpProtocol>> = { 'cfp-fp': 'FP', 'cfp-ff': 'FF' };

/** As CFP is unpacked. */
const cfpFolders = ['cfp-dataset', 'cfp'];

/**
 * A verification set of the data root by its name: CFP from its photos where they are there, `cfp-dataset/`; else
 * `<name>.bin` in the data root or in one of its folders, as insightface packs its training sets. Hyphens and underscores are
 * the same.
 * Throws a DataError that says where was looked when there is neither.
 */
export async function openTestSet(
  test: string,
  options: OpeningOptions & { workspace: string; data?: string | undefined },
): Promise<OpenedSet> {
  if (!/^\w[\w.-]*$/.test(test)) {
    throw UsageError.because({
      expected: 'the name of a set, such as cfp-fp or agedb_30',
      received: JSON.stringify(test),
      place: '--test',
      next: 'For a list of pairs of your own there is eval:pairs.',
    });
  }
  const root = findDataRoot(options).path;
  const name = test.replace(/\.bin$/, '');
  const protocol = cfpProtocols[name.replaceAll('_', '-')];
  const cfp = cfpFolders.map(folder => join(root, folder)).find(folder => existsSync(join(folder, 'Protocol')));
  if (protocol !== undefined && cfp !== undefined) return openCfp(cfp, { name, protocol }, options);
  const bin = findBin(root, `${name.replaceAll('-', '_')}.bin`);
  // The photos of lfw.bin are cut by others: another result than eval:lfw's.
  if (bin !== undefined) return openBin(bin, { name: name === 'lfw' ? 'lfw_bin' : name });
  throw DataError.because({
    expected: `${name.replaceAll('-', '_')}.bin${protocol === undefined ? '' : ', or cfp-dataset/,'} in the data root or a folder of it`,
    received: 'none',
    place: root,
    next: 'Put it there, or name another root with --data.',
  });
}

function findBin(root: string, file: string): string | undefined {
  if (!existsSync(root)) return undefined;
  const folders = readdirSync(root, { withFileTypes: true }).filter(entry => entry.isDirectory());
  return ['', ...folders.map(({ name }) => name).sort()]
    .map(folder => join(root, folder, file))
    .find(path => existsSync(path));
}
