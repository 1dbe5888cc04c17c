import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { joinHashes, type PhotoHashes, sameBytes, sha256Of } from './photo-hashes.js';

/** Each photo is its file's content and the low word of its perceptual hash. */
function hashesOf(photos: readonly (readonly [content: string, low: number])[]): PhotoHashes {
  return {
    photos: photos.map((_, index) => ({ path: `${index}.jpg`, identity: 'a' })),
    perceptual: Uint32Array.from(photos.flatMap(([, low]) => [0, low])),
    sha256: Buffer.concat(photos.map(([content]) => createHash('sha256').update(content).digest())),
  };
}

it('groups copies of a file, and not another file that shows the same', () => {
  expect(
    sameBytes(
      hashesOf([
        ['a', 1],
        ['b', 1],
        ['c', 2],
        ['a', 1],
        ['b', 1],
        ['d', 1],
      ]),
    ),
  ).toEqual([
    [0, 3],
    [1, 4],
  ]);
});

it('puts the second set behind the first', () => {
  const joined = joinHashes(
    hashesOf([['a', 1]]),
    hashesOf([
      ['b', 2],
      ['a', 1],
    ]),
  );
  expect(joined.photos.map(({ path }) => path)).toEqual(['0.jpg', '0.jpg', '1.jpg']);
  expect([...joined.perceptual]).toEqual([0, 1, 0, 2, 0, 1]);
  expect(sha256Of(joined, 2)).toBe(sha256Of(joined, 0));
  expect(sha256Of(joined, 1)).not.toBe(sha256Of(joined, 0));
});
