import type { FacePhoto } from '../sets/face-photo.js';

/** The kinds of problem, the worst first: what makes a training fail, then what makes its result or its labels wrong. */
export const problemKinds = [
  'unreadable',
  'train-test-duplicate',
  'duplicate-other-identity',
  'near-duplicate-other-identity',
  'duplicate-same-identity',
  'near-duplicate-same-identity',
  'single-photo-identity',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

/** One thing to look at, and the photos that it is about. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Photos of the set, as its manifest names them: of duplicates all copies. */
  readonly photos: readonly FacePhoto[];
  /** Of `train-test-duplicate` the paths of the same photo in the set that was compared with; else empty. */
  readonly others: readonly string[];
  /** What is wrong with them, in a few words: `CORRUPT: premature end of JPEG image`, `same bytes`. */
  readonly detail: string;
}

/** The problems of one kind. */
export interface ProblemGroup {
  readonly kind: ProblemKind;
  /** How many problems there are, and how many different photos of the set they are about. */
  readonly count: number;
  readonly photos: number;
  /** The first ten, to be shown. */
  readonly first: readonly Problem[];
  /** All of them, for a file. */
  readonly all: readonly Problem[];
}

/** How many problems of a kind are shown; more would push the other kinds off the screen. */
export const shownProblems = 10;

/** Groups problems by their kind, the worst kind first and each in the order given. A kind without problems is left out. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  return problemKinds.flatMap(kind => {
    const all = problems.filter(problem => problem.kind === kind);
    if (all.length === 0) return [];
    const paths = new Set(all.flatMap(problem => problem.photos.map(({ path }) => path)));
    return [{ kind, count: all.length, photos: paths.size, first: all.slice(0, shownProblems), all }];
  });
}
