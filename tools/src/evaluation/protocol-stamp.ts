import type { ProtocolStamp } from '@arcface-ts/core';
import { peopleInSeveralFolds } from '@arcface-ts/data';
import type { VerificationPair } from '@arcface-ts/eval';
import type { SetStamp } from './opened-set.js';

/** What was measured, and how. */
export function protocolStamp(
  set: { readonly name: string; readonly pairs: readonly VerificationPair[]; readonly stamp: SetStamp },
  measured: Pick<ProtocolStamp, 'flip' | 'checkpointSha256' | 'overlap'>,
): ProtocolStamp {
  const { pairs: list, foldsFrom, crop, photos } = set.stamp;
  const same = set.pairs.filter(pair => pair.same).length;
  return {
    set: set.name,
    pairs: { ...list, same, different: set.pairs.length - same },
    folds: {
      count: new Set(set.pairs.map(({ fold }) => fold)).size,
      from: foldsFrom,
      peopleInSeveral: peopleInSeveralFolds(set.pairs),
    },
    crop,
    photos,
    ...measured,
  };
}

/** The stamp as lines of a report: a label, and what it says. */
export function stampRows(stamp: ProtocolStamp): [label: string, text: string][] {
  const { pairs, folds, flip, crop, photos, checkpointSha256, overlap } = stamp;
  const split = folds.peopleInSeveral === 0 ? 'nobody in two' : `people in several: ${whole(folds.peopleInSeveral)}`;
  const mirrored = flip === 'added' ? 'mirror image added' : 'mirror image not known';
  const origin = `${crop === null ? 'file' : 'weights'} ${checkpointSha256.slice(0, 8)}`;
  const rows: [string, string][] = [
    [
      'measured',
      `pairs of ${pairs.list} (${pairs.sha256.slice(0, 8)}), folds ${folds.from}, ${split}; ${mirrored}; ${origin}`,
    ],
  ];
  if (crop && photos) {
    const detector = crop.detector === null ? '' : `, faces by ${crop.detector}`;
    const { withoutFace, withoutFaceCountedAs } = photos;
    const missed = withoutFace === null ? '' : `; no face found in ${whole(withoutFace)}`;
    const counted = withoutFace === 0 || withoutFaceCountedAs === null ? '' : `, ${withoutFaceCountedAs} and counted`;
    rows.push([
      'photos',
      `${crop.name} v${crop.version}, ${crop.alignment}${detector}; ${whole(photos.read)} read, ${whole(photos.unreadable)} not${missed}${counted}`,
    ]);
  }
  rows.push(['trained on', `people: ${overlapText(overlap.people)}; photos: ${overlapText(overlap.photos)}`]);
  return rows;
}

function overlapText(overlap: ProtocolStamp['overlap']['people']): string {
  if (!overlap.known) return overlap.why.startsWith('not checked') ? overlap.why : `not known, ${overlap.why}`;
  const { common, of, examples, by } = overlap;
  const example = examples[0] === undefined ? '' : ` (${examples[0]}${common > 1 ? ', …' : ''})`;
  return `${whole(common)} of ${whole(of)} are in the training set too${example}${by.startsWith('names, ') ? `, by ${by}` : ''}`;
}

function whole(count: number): string {
  return count.toLocaleString('en-US');
}
