import { basename, extname, resolve } from 'node:path';
import { UsageError } from '@arcface-ts/core';
import { readPairList } from '@arcface-ts/data';
import { cropListed, type OpeningOptions } from './crop-listed.js';
import type { OpenedSet } from './opened-set.js';

/** Any photos and any list of pairs among them. */
export async function openPairs(
  { images, pairs, folds }: { images: string; pairs: string; folds?: number | undefined },
  options: OpeningOptions,
): Promise<OpenedSet> {
  const list = await readPairList(pairs, { folds });
  const name = setNameOf(pairs);
  const { stamp, ...cropped } = await cropListed(list.photos, { name, root: resolve(images) }, options);
  return {
    ...cropped,
    name,
    dataset: name,
    protocol: 'pairs of a list',
    pairs: list.pairs,
    ...(list.peopleFrom === 'folders' ? { people: list.identities } : {}),
    stamp: { ...stamp, pairs: { list: basename(pairs), sha256: list.sha256 }, foldsFrom: list.foldsFrom },
  };
}

/**
 * What a list of pairs is called without its ending: the name of its results.
 * Throws a UsageError for a list that would take the place of LFW's own results.
 */
export function setNameOf(list: string): string {
  const name = basename(list, extname(list)).replaceAll(/[^\w.-]/g, '-');
  if (name !== 'lfw' && /^[\w]/.test(name)) return name;
  throw UsageError.because({
    expected: 'a list of another name than lfw, which eval:lfw has, that begins with a letter or digit',
    received: JSON.stringify(basename(list)),
    place: '--pairs',
    next: 'Results are called by the name of their list: copy it under another name.',
  });
}
