import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findProblems } from './find-problems.js';
import type { PhotoHashes } from './photo-hashes.js';

interface Photo {
  readonly identity: string;
  readonly bytes: string;
  /** Low word of the perceptual hash. */
  readonly picture: number;
}

const far = 0xffff0000;

function hashesOf(photos: Readonly<Record<string, Photo>>): PhotoHashes {
  const all = Object.entries(photos);
  return {
    photos: all.map(([path, { identity }]) => ({ path, identity })),
    perceptual: Uint32Array.from(all.flatMap(([, { picture }]) => [0, picture])),
    sha256: Buffer.concat(all.map(([, { bytes }]) => createHash('sha256').update(bytes).digest())),
  };
}

/** Kind, paths, and what is said of them; identities with one photo are another test's. */
function problemsOf(photos: Readonly<Record<string, Photo>>, against?: Readonly<Record<string, Photo>>) {
  return findProblems({
    hashes: hashesOf(photos),
    unreadable: [],
    maxDistance: 4,
    ...(against && { against: hashesOf(against) }),
  })
    .filter(({ kind }) => kind !== 'single-photo-identity')
    .map(({ kind, photos: found, others, detail }) => [kind, found.map(({ path }) => path), others, detail]);
}

describe('in one set', () => {
  it('tells copies of a file under one identity from those under two', () => {
    expect(
      problemsOf({
        a: { identity: 'x', bytes: '1', picture: 0 },
        b: { identity: 'y', bytes: '2', picture: far },
        c: { identity: 'x', bytes: '1', picture: 0 },
        d: { identity: 'x', bytes: '2', picture: far },
      }),
    ).toEqual([
      ['duplicate-same-identity', ['a', 'c'], [], 'same bytes'],
      ['duplicate-other-identity', ['b', 'd'], [], 'same bytes'],
    ]);
  });

  it('tells near duplicates under one identity from those under two, the nearest first', () => {
    expect(
      problemsOf({
        a: { identity: 'x', bytes: '1', picture: 0 },
        b: { identity: 'x', bytes: '2', picture: 0b111 },
        c: { identity: 'x', bytes: '3', picture: far },
        d: { identity: 'y', bytes: '4', picture: far },
      }),
    ).toEqual([
      ['near-duplicate-other-identity', ['c', 'd'], [], 'same picture, other bytes'],
      ['near-duplicate-same-identity', ['a', 'b'], [], 'nearly the same picture, 3 of 64 bits differ'],
    ]);
  });

  it('names a copy in the group of near duplicates too', () => {
    expect(
      problemsOf({
        a: { identity: 'x', bytes: '1', picture: 0 },
        b: { identity: 'x', bytes: '1', picture: 0 },
        c: { identity: 'x', bytes: '2', picture: 1 },
      }).map(([kind, paths]) => [kind, paths]),
    ).toEqual([
      ['duplicate-same-identity', ['a', 'b']],
      ['near-duplicate-same-identity', ['a', 'b', 'c']],
    ]);
  });
});

describe('against another set', () => {
  const train = { a: { identity: 'x', bytes: '1', picture: 0 }, b: { identity: 'y', bytes: '2', picture: far } };

  it('finds the same file and nearly the same picture, the same file first', () => {
    expect(
      problemsOf(train, {
        near: { identity: 'p', bytes: '3', picture: 0b11 },
        same: { identity: 'q', bytes: '2', picture: far },
      }),
    ).toEqual([
      ['train-test-duplicate', ['b'], ['same'], 'same bytes'],
      ['train-test-duplicate', ['a'], ['near'], 'nearly the same picture, 2 of 64 bits differ'],
    ]);
  });

  it('says nothing of what only the other set has twice', () => {
    const twice = { identity: 'p', bytes: '3', picture: 0x00ffff00 };
    expect(problemsOf(train, { one: twice, two: twice })).toEqual([]);
  });
});

it('names unreadable photos and those that are the only ones of their identity', () => {
  const hashes = hashesOf({ a: { identity: 'x', bytes: '1', picture: 0 } });
  const photo = { path: 'bad.jpg', identity: 'x' };
  const unreadable = [{ photo, problem: { code: 'CORRUPT', message: 'cut off' } as const }];
  expect(findProblems({ hashes, unreadable, maxDistance: 4 })).toEqual([
    { kind: 'unreadable', photos: [photo], others: [], detail: 'CORRUPT: cut off' },
    { kind: 'single-photo-identity', photos: [{ path: 'a', identity: 'x' }], others: [], detail: 'its only photo' },
  ]);
});
