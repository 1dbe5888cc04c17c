import { DataError } from '@arcface-ts/core';

/** Two images, and whether they show the same person. */
export interface VerificationPair {
  /** Rows of the embeddings. */
  readonly first: number;
  readonly second: number;
  readonly same: boolean;
  /** Number of the fold in which the pair is tested; pairs of the other folds choose the threshold for it. */
  readonly fold: number;
  /** Who is on the images, as any whole numbers: equal for a same pair and different for a different pair. */
  readonly firstIdentity: number;
  readonly secondIdentity: number;
}

/** Pairs as columns, with folds and identities numbered from 0 without gaps. */
export interface PairColumns {
  readonly count: number;
  /** 1 for a same pair, 0 for a different one. */
  readonly same: Uint8Array;
  readonly fold: Uint32Array;
  /** The pairs' own fold numbers, ascending. */
  readonly foldNumbers: readonly number[];
  readonly firstIdentity: Uint32Array;
  readonly secondIdentity: Uint32Array;
  readonly identities: number;
}

const place = 'evaluateVerification';

/**
 * Checks pairs and turns them into columns.
 *
 * @param rows how many embeddings there are
 * @throws DataError for a pair that names no row or contradicts its identities, for fewer than two folds, and where all
 * pairs, or all pairs outside one fold, are of one kind: no threshold can be chosen on those
 */
export function pairColumns(pairs: readonly VerificationPair[], rows: number): PairColumns {
  for (const [index, pair] of pairs.entries()) checkPair(pair, index, rows);
  const foldNumbers = [...new Set(pairs.map(pair => pair.fold))].sort((a, b) => a - b);
  if (foldNumbers.length < 2) {
    throw DataError.because({
      expected: 'pairs of two folds or more',
      received: `${pairs.length} pairs of ${foldNumbers.length}`,
      place,
      next: 'The threshold for a fold is chosen on the others: number the folds, ten of equal size by custom.',
    });
  }
  checkKindsOutsideEachFold(pairs, foldNumbers);
  const foldIndex = new Map(foldNumbers.map((number, index) => [number, index]));
  const identities = [...new Set(pairs.flatMap(pair => [pair.firstIdentity, pair.secondIdentity]))];
  const identityIndex = new Map(identities.map((identity, index) => [identity, index]));
  return {
    count: pairs.length,
    same: Uint8Array.from(pairs, pair => Number(pair.same)),
    fold: Uint32Array.from(pairs, pair => foldIndex.get(pair.fold) as number),
    foldNumbers,
    firstIdentity: Uint32Array.from(pairs, pair => identityIndex.get(pair.firstIdentity) as number),
    secondIdentity: Uint32Array.from(pairs, pair => identityIndex.get(pair.secondIdentity) as number),
    identities: identities.length,
  };
}

function checkPair(pair: VerificationPair, index: number, rows: number): void {
  const { first, second, same, fold, firstIdentity, secondIdentity } = pair;
  const fail = (expected: string, received: string, next: string) =>
    DataError.because({ expected, received, place: `${place}, pair ${index}`, next });
  for (const row of [first, second]) {
    if (Number.isInteger(row) && row >= 0 && row < rows) continue;
    throw fail(`rows from 0 to ${rows - 1}`, String(row), 'Embed every image that the pairs name.');
  }
  for (const [name, value] of Object.entries({ fold, firstIdentity, secondIdentity })) {
    if (Number.isInteger(value)) continue;
    throw fail(`a whole number as ${name}`, String(value), 'Number folds and identities.');
  }
  if (same === (firstIdentity === secondIdentity)) return;
  throw fail(
    same ? 'one identity on both images of a same pair' : 'two identities on a different pair',
    `${firstIdentity} and ${secondIdentity}`,
    'Correct the pair list; images of one person carry one identity number.',
  );
}

function checkKindsOutsideEachFold(pairs: readonly VerificationPair[], foldNumbers: readonly number[]): void {
  const counts = new Map(foldNumbers.map(number => [number, { same: 0, different: 0 }]));
  const all = { same: 0, different: 0 };
  for (const { same, fold } of pairs) {
    const kind = same ? 'same' : 'different';
    all[kind]++;
    (counts.get(fold) as typeof all)[kind]++;
  }
  const both = 'same pairs and different pairs';
  if (all.same === 0 || all.different === 0) {
    throw DataError.because({
      expected: both,
      received: `${all.same} same and ${all.different} different`,
      place,
      next: 'One threshold decides pairs of one kind without an error, whatever the model: add pairs of the other kind.',
    });
  }
  for (const [number, fold] of counts) {
    const [same, different] = [all.same - fold.same, all.different - fold.different];
    if (same > 0 && different > 0) continue;
    throw DataError.because({
      expected: `${both} outside fold ${number}`,
      received: `${same} same and ${different} different`,
      place,
      next: 'Deal both kinds into every fold, as the official LFW list does.',
    });
  }
}
