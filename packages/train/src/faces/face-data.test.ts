import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawProceduralFaces, prepareFaces } from '@arcface-ts/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingConfigInput } from '../config.js';
import { smallConfig } from '../testing/small-config.js';
import { type FaceData, openFaceData } from './face-data.js';

const identities = 26;
/** People of one of the sets who have one photo alone. */
const thinned = 10;
let folder: string;
let cacheFolder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'face-data-'));
  cacheFolder = join(folder, 'cache');
  await drawProceduralFaces(join(folder, 'data'), {
    identities,
    photosPerIdentity: 2,
    verificationIdentities: 4,
    verificationPhotosPerIdentity: 2,
    folds: 2,
    pairsPerFold: 1,
  });
  cpSync(join(folder, 'data/celeba'), join(folder, 'data/twins'), { recursive: true });
  cpSync(join(folder, 'data/celeba'), join(folder, 'data/thinned'), { recursive: true });
  leaveOnePhotoOf(thinned, join(folder, 'data/thinned'));
  for (const set of [undefined, 'twins', 'thinned'])
    await prepareFaces({ workspace: folder, cacheFolder, data: join(folder, 'data'), set });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Takes all photos but the first of some people out of a set that is laid out as CelebA is. */
function leaveOnePhotoOf(people: number, root: string): void {
  const seen = new Map<string, number>();
  for (const row of readFileSync(join(root, 'Anno/identity_CelebA.txt'), 'utf8').trim().split('\n')) {
    const [file, identity] = row.split(' ') as [string, string];
    seen.set(identity, (seen.get(identity) ?? 0) + 1);
    const isThinned = [...seen.keys()].indexOf(identity) < people;
    if (isThinned && seen.get(identity) !== 1) rmSync(join(root, 'Img/img_align_celeba', file));
  }
}

/** Opens the data of a config for as long as `use` looks at them. */
async function look<Found>(
  use: (data: FaceData) => Found | Promise<Found>,
  keys: Partial<TrainingConfigInput> = {},
  options: { watch?: 'lfw' } = {},
): Promise<Found> {
  const config = smallConfig({ validation: { holdOut: 0.8, pairs: 20 }, ...keys });
  const data = await openFaceData(cacheFolder, config, { threads: 1, ...options });
  try {
    return await use(data);
  } finally {
    await data.close();
  }
}

describe('the people held out', () => {
  it('are nobody that is trained on', async () => {
    const { trained, heldOut } = await look(data => ({
      trained: new Set(data.identities),
      heldOut: data.validationSet.identities,
    }));
    expect(heldOut.filter(identity => trained.has(identity))).toEqual([]);
    expect(trained.size + heldOut.length).toBe(identities);
  });

  it('are the same for every seed, so that runs compare', async () => {
    const [one, other] = [await look(data => data.validationSet), await look(data => data.validationSet, { seed: 9 })];
    expect(other).toEqual(one);
  });
});

it.each([
  [0.8, 10],
  [0.25, 3],
])('has, with %d of 26 people held out, %i folds of pairs', async (holdOut, folds) => {
  const pairs = await look(data => data.validationSet.pairs, { validation: { holdOut, pairs: 20 } });
  expect(new Set(pairs.map(({ fold }) => fold)).size).toBe(folds);
});

it('refuses too few people to validate with', async () => {
  await expect(look(() => undefined, { validation: { holdOut: 0.1 } })).rejects.toThrow(
    'Expected 2 folds of two identities or more, with two photos of one of them but received 3 identities',
  );
});

it('trains on people of whom there is one photo where the config allows it, and validates with none of them', async () => {
  const keys = { sets: ['thinned'], validation: { holdOut: 0.5, pairs: 20 } };
  const found = (data: FaceData) => ({
    classes: data.identities.length,
    photos: data.trainingPhotos,
    heldOut: data.validationSet.identities,
  });
  const pairsOnly = await look(found, keys);
  const all = await look(found, { ...keys, minPhotosPerIdentity: 1 });
  expect(all.heldOut).toEqual(pairsOnly.heldOut);
  expect(all.heldOut).toHaveLength((identities - thinned) / 2);
  expect([all.classes - pairsOnly.classes, all.photos - pairsOnly.photos]).toEqual([thinned, thinned]);
});

it('has a class for each identity that is trained on', async () => {
  const { classes, trainingPhotos } = await look(data => ({
    classes: data.identities.length,
    trainingPhotos: data.trainingPhotos,
  }));
  expect(trainingPhotos).toBe(2 * classes);
});

describe('several sets', () => {
  it('are trained on as one, in which people of one name are two', async () => {
    const { identities: one, photos: few } = await look(data => ({
      identities: [...data.identities, ...data.validationSet.identities],
      photos: data.trainingPhotos + data.validationSet.photos.length,
    }));
    const found = await look(
      data => ({
        dataset: data.dataset,
        identities: [...data.identities, ...data.validationSet.identities],
        photos: data.trainingPhotos + data.validationSet.photos.length,
      }),
      { sets: ['celeba', 'twins'] },
    );
    expect(found.dataset).toBe('celeba+twins');
    expect(found.photos).toBe(2 * few);
    expect(found.identities.toSorted()).toEqual(
      ['celeba', 'twins'].flatMap(set => one.map(identity => `${set}/${identity}`)).toSorted(),
    );
  });

  it('are other photos than one of them, and name the one that is not prepared', async () => {
    const fingerprints = await Promise.all(
      [['celeba'], ['twins'], ['celeba', 'twins']].map(sets => look(({ fingerprint }) => fingerprint, { sets })),
    );
    expect(new Set(fingerprints).size).toBe(3);
    await expect(look(() => undefined, { sets: ['celeba', 'pins'] })).rejects.toThrow(/pins.*nx run data:faces/s);
  });
});

it('says how many photos there are, and how they are cropped', async () => {
  const { notes, crop } = await look(({ notes, crop }) => ({ notes, crop }));
  expect(crop).toMatchObject({ name: 'aligned-112', version: 1, imageSizePx: 112 });
  expect(notes).toEqual([
    '10 photos of 5 identities to train on',
    '42 photos of 21 other identities to validate with, in 20 pairs',
    '0 photos of 0 identities left out: fewer than 2 photos each',
  ]);
});

describe('a test set to watch', () => {
  it('is not there unless it is asked for', async () => {
    expect(await look(({ watched }) => watched)).toBeUndefined();
  });

  it('has its own pairs and photos', async () => {
    const { name, pairs, photos, seen, notes } = await look(
      async ({ watched, notes }) => {
        let seen = 0;
        for await (const batch of watched?.validation.batches(0) ?? []) {
          seen += batch.size;
          batch.release();
        }
        const { pairs, photos } = watched?.validationSet ?? {};
        return { name: watched?.name, pairs: pairs?.length, photos: photos?.length, seen, notes };
      },
      {},
      { watch: 'lfw' },
    );
    expect([name, pairs, seen]).toEqual(['lfw', 4, photos]);
    expect(notes).toContain(
      'lfw is looked at after each validation (4 pairs, without mirror images), and nothing is chosen by it',
    );
  });
});

it('refuses crops that were made in another way than the config says', async () => {
  await expect(look(() => undefined, { crop: 'aligned-160' })).rejects.toThrow(
    'Expected crops of aligned-160, as the config says but received aligned-112 (celeba). Run again with --crop=aligned-160',
  );
});

it('refuses to leave everybody out', async () => {
  await expect(look(() => undefined, { minPhotosPerIdentity: 3 })).rejects.toThrow(
    'Expected two identities or more with 3 photos or more each but received 0 of 26 (selectIdentities).',
  );
});
