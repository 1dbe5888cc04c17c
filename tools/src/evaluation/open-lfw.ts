import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readLfw, readManifest } from '@arcface-ts/data';
import { cropsOfManifest } from './crops-of-manifest.js';
import type { OpenedSet } from './opened-set.js';

/** How lists of pairs call a photo of a manifest: as pairs.txt has it, without images/. */
export function lfwName(path: string): string {
  return path.slice(path.indexOf('/') + 1);
}

/** LFW as `data:faces` prepared it, or the procedural faces in its layout. */
export async function openLfw({ cacheFolder }: { cacheFolder: string }): Promise<OpenedSet> {
  const manifest = await readManifest(cacheFolder, 'lfw');
  const { summary } = manifest;
  const set = await readLfw(summary.root);
  const paths = set.photos.map(({ path }) => path);
  const { stamp, ...cropped } = cropsOfManifest(manifest, paths, { cacheFolder, nameOf: lfwName });
  return {
    ...cropped,
    name: 'lfw',
    dataset: summary.dataset,
    protocol: set.protocol,
    pairs: set.pairs,
    people: set.identities,
    stamp: {
      ...stamp,
      pairs: {
        list: basename(set.pairsFile),
        sha256: createHash('sha256')
          .update(await readFile(set.pairsFile))
          .digest('hex'),
      },
      foldsFrom: set.protocol === 'lfw-view2' ? 'as the list has them' : 'dealt in the order of the list',
    },
  };
}
