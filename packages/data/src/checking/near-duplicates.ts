import { DisjointSets } from './disjoint-sets.js';
import { visitNearPairs } from './near-pairs.js';

/**
 * On 511 photos of Pins and LFW, 4 bits are enough for 99.0 % of those enlarged twofold, and for 99.4 % or more of those
 * halved, brightened, greyed or compressed to JPEG quality 20; 2 bits miss up to 8 %. (A photo cropped by 2 % on each side
 * is beyond all this: 4 bits find a third.) Hashes of 32 ones each differ in an even number of bits, so 5 is 4.
 *
 * Among all pairs of Pins (14,953 photos), LFW (7,701) and 10,000 of CelebA there are 100 at 4 bits or less under one
 * identity: the 48 that were looked at are each the same photo. Under two identities there are 8: 3 are the same photo, 5
 * look alike by chance, 4 of them CelebA's, whose faces stand at one place. 6 bits add 49, and the 16 that were looked at
 * are all by chance. Chance grows with the square of the photos: a set of a hundred thousand aligned faces wants 2, at
 * which there were 2 pairs under two identities, both the same photo.
 */
export const defaultMaxDistance = 4;

export interface NearDuplicates {
  /** Indices of the hashes, ascending: two or more. */
  readonly members: readonly number[];
  /** Largest distance between two members that are near each other; others are linked by those between them. */
  readonly distance: number;
}

interface DistinctHashes {
  /** [count, 2], each hash once. */
  readonly hashes: Uint32Array;
  /** For each hash that was given, its index among the distinct ones. */
  readonly indexOf: Uint32Array;
}

function distinctHashes(hashes: Uint32Array): DistinctHashes {
  const count = hashes.length / 2;
  const word = (index: number, which: 0 | 1) => hashes[2 * index + which] as number;
  const order = Uint32Array.from({ length: count }, (_, index) => index).sort(
    (one, other) => word(one, 0) - word(other, 0) || word(one, 1) - word(other, 1),
  );
  const indexOf = new Uint32Array(count);
  const distinct = new Uint32Array(hashes.length);
  let found = 0;
  for (const [at, index] of order.entries()) {
    const before = order[at - 1];
    if (before === undefined || word(before, 0) !== word(index, 0) || word(before, 1) !== word(index, 1)) {
      distinct.set([word(index, 0), word(index, 1)], 2 * found++);
    }
    indexOf[index] = found - 1;
  }
  return { hashes: distinct.subarray(0, 2 * found), indexOf };
}

/**
 * Groups hashes that are at most `maxDistance` bits apart, and whatever is near one of a group belongs to it too.
 *
 * @param hashes [count, 2] high and low words   @returns groups of two and more, in the order of their first members
 * Throws a ShapeError for a distance outside 0…12.
 */
export function nearDuplicates(
  hashes: Uint32Array,
  { maxDistance = defaultMaxDistance }: { maxDistance?: number } = {},
): NearDuplicates[] {
  // Thousands of copies of one picture, a placeholder say, are one hash here and not millions of pairs.
  const distinct = distinctHashes(hashes);
  const count = distinct.hashes.length / 2;
  const sets = new DisjointSets(count);
  const widest = new Uint8Array(count);
  visitNearPairs(distinct.hashes, { maxDistance }, (first, second, distance) => {
    const before = Math.max(widest[sets.find(first)] as number, widest[sets.find(second)] as number);
    widest[sets.join(first, second)] = Math.max(before, distance);
  });

  const sizes = new Uint32Array(count);
  const roots = distinct.indexOf.map(index => sets.find(index));
  for (const root of roots) sizes[root] = (sizes[root] as number) + 1;
  const members = new Map<number, number[]>();
  for (const [index, root] of roots.entries()) {
    if ((sizes[root] as number) < 2) continue;
    const known = members.get(root);
    if (known) known.push(index);
    else members.set(root, [index]);
  }
  return [...members].map(([root, group]) => ({ members: group, distance: widest[root] as number }));
}
