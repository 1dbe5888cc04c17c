import type { ProtocolStamp } from '@arcface-ts/core';
import { DecodePool, photosInCommon, photosInCommonRule } from '@arcface-ts/data';
import { type CheckpointRecord, readTrainingPhotos } from '@arcface-ts/train';
import type { OpenedSet } from './opened-set.js';

type Overlap = ProtocolStamp['overlap']['people'];

/** Photos of both sets together that are hashed unasked: some five seconds, once. */
const hashedUnasked = 30_000;

const shownExamples = 10;

/** Whether most of the identities are names and not numbers or codes such as n000001. */
function areNames(identities: readonly string[]): boolean {
  return identities.filter(name => /\p{L}{2}/u.test(name)).length > identities.length / 2;
}

/** `Al_Pacino`, `al pacino` and `AlPacino` are one person. */
function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Identities by set: of several sets their names begin with the set's. */
function identitiesBySet({ identities, config: { sets } }: TrainedOn): Map<string, string[]> {
  if (sets.length === 1) return new Map([[sets[0] as string, [...identities]]]);
  const ofSet = (set: string) => identities.filter(name => name.startsWith(`${set}/`));
  return new Map(sets.map(set => [set, ofSet(set).map(name => name.slice(set.length + 1))]));
}

type TrainedOn = Pick<CheckpointRecord, 'identities'> & { readonly config: Pick<CheckpointRecord['config'], 'sets'> };

/**
 * People of the test whose names the training has too, as far as both name their people.
 * @param tested people of the test; undefined where nobody names them
 */
export function peopleInCommon(trained: TrainedOn, tested: readonly string[] | undefined): Overlap {
  if (tested === undefined || !areNames(tested)) return { known: false, why: 'the test names nobody' };
  const sets = [...identitiesBySet(trained)];
  const named = sets.filter(([, identities]) => areNames(identities));
  if (named.length === 0) return { known: false, why: 'the training set numbers its people' };
  const known = new Set(named.flatMap(([, identities]) => identities.map(plainName)));
  const common = tested.filter(name => known.has(plainName(name)));
  return {
    known: true,
    common: common.length,
    of: tested.length,
    examples: common.slice(0, shownExamples),
    by: named.length === sets.length ? 'names' : `names, of ${named.map(([set]) => set).join(', ')} alone`,
  };
}

/** Photos of the test that were trained on, in copies that may be cut or compressed otherwise. */
async function photosTrainedOn(
  set: OpenedSet,
  record: CheckpointRecord,
  { cacheFolder, overlap = false, workers }: OverlapOptions,
): Promise<Overlap> {
  const training = await readTrainingPhotos(cacheFolder, record.config).catch(() => undefined);
  if (training?.fingerprint !== record.dataFingerprint) {
    return { known: false, why: 'the training photos are not prepared here' };
  }
  const photos = training.photos.length + set.photos.length;
  if (photos > hashedUnasked && !overlap) {
    return { known: false, why: `not checked: ${photos.toLocaleString('en-US')} photos, --overlap looks at them` };
  }
  const pool = new DecodePool(workers === undefined ? {} : { threads: workers });
  try {
    const common = await photosInCommon(
      { crops: set.photos, key: `${set.contentKey} ${set.stamp.pairs.sha256}` },
      { crops: training.photos.map(({ path }) => training.placeOf(path)), key: training.cropsKey },
      { cacheFolder, pool },
    );
    return {
      known: true,
      common: common.length,
      of: set.photos.length,
      examples: common
        .slice(0, shownExamples)
        .map(({ photo, other }) => `${set.photos[photo]?.path} is ${training.photos[other]?.path}`),
      by: photosInCommonRule,
    };
  } finally {
    await pool.close();
  }
}

export interface OverlapOptions {
  readonly cacheFolder: string;
  /** Whether to look however long it takes. */
  readonly overlap?: boolean | undefined;
  readonly workers?: number | undefined;
}

/** What a test has in common with the set that weights were trained on. */
export async function trainTestOverlap(
  set: OpenedSet,
  record: CheckpointRecord,
  options: OverlapOptions,
): Promise<ProtocolStamp['overlap']> {
  return {
    people: peopleInCommon(record, set.people),
    photos: await photosTrainedOn(set, record, options),
  };
}
