import type { VerificationPair } from '@arcface-ts/eval';

/** Points that the projector of TensorBoard draws fluently, each with its picture. */
const mostPhotos = 1000;

/**
 * Photos of the people with the most of them, whole people until there would be too many: those of whom there is one photo alone show
 * nothing about who is near whom.
 *
 * @returns rows of the embeddings, person by person, the one with the most photos first
 */
export function peopleToProject(pairs: readonly VerificationPair[], { most = mostPhotos } = {}): number[] {
  const rows = new Map<number, Set<number>>();
  for (const { first, second, firstIdentity, secondIdentity } of pairs) {
    for (const [identity, row] of [
      [firstIdentity, first],
      [secondIdentity, second],
    ] as const) {
      const own = rows.get(identity) ?? new Set();
      rows.set(identity, own.add(row));
    }
  }
  const chosen: number[] = [];
  for (const own of [...rows.values()].sort((one, other) => other.size - one.size)) {
    if (own.size > 1 && chosen.length + own.size <= most) chosen.push(...own);
  }
  return chosen;
}
