import { createHash } from 'node:crypto';
import { type CfpProtocol, readCfp } from '@arcface-ts/data';
import { cropListed, type OpeningOptions } from './crop-listed.js';
import type { OpenedSet } from './opened-set.js';

/** Celebrities in frontal and profile views, by the splits that come with it: http://www.cfpw.io. */
export async function openCfp(
  folder: string,
  { name, protocol }: { name: string; protocol: CfpProtocol },
  options: OpeningOptions,
): Promise<OpenedSet> {
  const set = await readCfp(folder, { protocol });
  const { stamp, ...cropped } = await cropListed(set.photos, { name, root: folder }, options);
  const sha256 = createHash('sha256');
  for (const { first, second, same, fold } of set.pairs) {
    sha256.update(`${fold} ${set.photos[first]?.path} ${set.photos[second]?.path} ${Number(same)}\n`);
  }
  return {
    ...cropped,
    name,
    dataset: name,
    protocol: `CFP ${protocol}`,
    pairs: set.pairs,
    people: set.identities,
    stamp: {
      ...stamp,
      // The list is twenty files: the hash is that of lines "fold path path 0|1".
      pairs: { list: `Protocol/Split/${protocol}`, sha256: sha256.digest('hex') },
      foldsFrom: 'as the splits have them',
    },
  };
}
