import type { CheckReport, ReportedGroup } from './check-report.js';
import { type ProblemKind, problemKinds } from './problem-groups.js';

export interface ProblemWords {
  readonly title: string;
  /** `wrong` must be put right, `look` is for a person to decide, `note` is good to know. */
  readonly weight: 'wrong' | 'look' | 'note';
  /** What it means, and what to do about it. */
  readonly advice: string;
}

/** How a report speaks of each kind of problem. */
export const problemWords: Readonly<Record<ProblemKind, ProblemWords>> = {
  unreadable: {
    title: 'Cannot be decoded',
    weight: 'wrong',
    advice: 'Fetch these files again, or take them out of the set.',
  },
  'train-test-duplicate': {
    title: 'Also in the other set',
    weight: 'wrong',
    advice: 'A result on the other set counts what was learnt by heart: take these photos out of the training set.',
  },
  'duplicate-other-identity': {
    title: 'Same file, several identities',
    weight: 'wrong',
    advice: 'At most one of the identities is right: keep the copy that has it, and take the others away.',
  },
  'near-duplicate-other-identity': {
    title: 'Near duplicates, several identities',
    weight: 'look',
    advice: 'Look at them: the same photo has at most one right identity, but two photos can look alike by chance.',
  },
  'duplicate-same-identity': {
    title: 'Same file, same identity',
    weight: 'note',
    advice: 'Copies count twice in training, and a pair of them is no test of anything: one is enough.',
  },
  'near-duplicate-same-identity': {
    title: 'Near duplicates, same identity',
    weight: 'note',
    advice: 'Other sizes or qualities of one photo, or a burst of it: they add little, and pairs of them are too easy.',
  },
  'single-photo-identity': {
    title: 'Identities with one photo',
    weight: 'note',
    advice: 'Nothing shows what stays the same in two photos of them: leave them out, or find a second photo.',
  },
};

/** Every kind that the check looked for, also those of which it found nothing, the worst first. */
export function checkedKinds(report: CheckReport): { kind: ProblemKind; group: ReportedGroup | undefined }[] {
  return problemKinds
    .filter(kind => kind !== 'train-test-duplicate' || report.against !== null)
    .map(kind => ({ kind, group: report.problems.find(group => group.kind === kind) }));
}

/** The title of a kind in this report: the other set has a name. */
export function titleOf(kind: ProblemKind, { against }: CheckReport): string {
  return kind === 'train-test-duplicate' && against !== null ? `Also in ${against}` : problemWords[kind].title;
}
