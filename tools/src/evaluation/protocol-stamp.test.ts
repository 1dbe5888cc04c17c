import { type ProtocolStamp, protocolStampSchema } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { protocolStamp, stampRows } from './protocol-stamp.js';

const hash = '0123456789abcdef'.repeat(4);

const pair = (firstIdentity: number, secondIdentity: number, fold: number) => ({
  first: 0,
  second: 1,
  same: firstIdentity === secondIdentity,
  fold,
  firstIdentity,
  secondIdentity,
});

const set = {
  name: 'own',
  pairs: [pair(0, 0, 0), pair(0, 1, 0), pair(1, 1, 1), pair(2, 3, 1)],
  stamp: {
    pairs: { list: 'own.txt', sha256: hash },
    foldsFrom: 'dealt in the order of the list',
    crop: { name: 'aligned-112', version: 1, alignment: 'five points by similarity', detector: 'eyes 1' },
    photos: { read: 1200, unreadable: 0, withoutFace: 2, withoutFaceCountedAs: 'cropped at a fixed place' },
  },
};

const measured: Pick<ProtocolStamp, 'flip' | 'checkpointSha256' | 'overlap'> = {
  flip: 'added',
  checkpointSha256: hash,
  overlap: {
    people: { known: false, why: 'the training set numbers its people' },
    photos: { known: true, common: 3, of: 1200, examples: ['a.jpg is b.jpg', 'c.jpg is d.jpg'], by: 'hash' },
  },
};

it('counts pairs, folds and the people whom a fold shares with another', () => {
  const stamp = protocolStamp(set, measured);
  expect(protocolStampSchema.parse(stamp)).toEqual(stamp);
  expect(stamp).toMatchObject({
    pairs: { list: 'own.txt', same: 2, different: 2 },
    folds: { count: 2, from: 'dealt in the order of the list', peopleInSeveral: 1 },
  });
});

it('says all that two results must agree in', () => {
  const lines = stampRows(protocolStamp(set, measured)).map(row => row.join(': '));
  expect(lines.join('\n')).toMatchInlineSnapshot(`
    "measured: pairs of own.txt (01234567), folds dealt in the order of the list, people in several: 1; mirror image added; weights 01234567
    photos: aligned-112 v1, five points by similarity, faces by eyes 1; 1,200 read, 0 not; no face found in 2, cropped at a fixed place and counted
    trained on: people: not known, the training set numbers its people; photos: 3 of 1,200 are in the training set too (a.jpg is b.jpg, …)"
  `);
});

it('says what is not known where embeddings came from a file', () => {
  const notKnown = { known: false as const, why: 'the embeddings do not say what made them' };
  const stamp = protocolStamp(
    { ...set, stamp: { ...set.stamp, crop: null, photos: null } },
    { ...measured, flip: 'not known', overlap: { people: notKnown, photos: notKnown } },
  );
  expect(
    stampRows(stamp)
      .map(row => row.join(': '))
      .join('\n'),
  ).toMatchInlineSnapshot(`
    "measured: pairs of own.txt (01234567), folds dealt in the order of the list, people in several: 1; mirror image not known; file 01234567
    trained on: people: not known, the embeddings do not say what made them; photos: not known, the embeddings do not say what made them"
  `);
});

it('says nothing of faces where the photos came aligned', () => {
  const { crop } = set.stamp;
  const stamp = protocolStamp(
    {
      ...set,
      stamp: {
        ...set.stamp,
        crop: { ...crop, alignment: 'as the file has it', detector: null },
        photos: { read: 40, unreadable: 0, withoutFace: null, withoutFaceCountedAs: null },
      },
    },
    measured,
  );
  expect(stampRows(stamp)[1]).toEqual(['photos', 'aligned-112 v1, as the file has it; 40 read, 0 not']);
});
