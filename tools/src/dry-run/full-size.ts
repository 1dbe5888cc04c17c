import { UsageError } from '@arcface-ts/core';

export interface SetSize {
  readonly photos: number;
  readonly people: number;
}

/** Sets as they are distributed. */
const fullSizes: Readonly<Record<string, SetSize>> = {
  /** Liu et al. 2015, https://arxiv.org/abs/1411.7766 */
  celeba: { photos: 202_599, people: 10_177 },
  /** Yi et al. 2014, https://arxiv.org/abs/1411.7923, as insightface distributes it. */
  casia: { photos: 490_623, people: 10_572 },
};

/** What is asked for, or the size of the set as it is distributed. */
export function fullSize(set: string, asked: { readonly rows?: number; readonly people?: number }): SetSize {
  const known = fullSizes[set];
  const [photos, people] = [asked.rows ?? known?.photos, asked.people ?? known?.people];
  if (photos !== undefined && people !== undefined && 2 * people <= photos) return { photos, people };
  throw UsageError.because({
    expected: 'a number of photos and one of people, who have two photos or more each',
    received: `${photos ?? 'no number'} and ${people ?? 'no number'}`,
    place: set,
    next: `Set --rows and --people; known are ${Object.keys(fullSizes).join(' and ')}.`,
  });
}
