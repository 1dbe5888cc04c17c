import type { Stepper } from './stepper.js';

/** What one side of a comparison did. */
export interface Side {
  readonly medianMs: number;
  readonly peakRssMiB: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Lets two programs take turns, step by step, so that whatever else the machine does hits both. Neither outlives the call. */
export async function takeTurns(
  startOurs: () => Promise<Stepper>,
  startTheirs: () => Promise<Stepper>,
  rounds: number,
): Promise<{ ours: Side; theirs: Side }> {
  const alive: Stepper[] = [];
  try {
    const ours = await startOurs();
    alive.push(ours);
    const theirs = await startTheirs();
    alive.push(theirs);
    const ourMs: number[] = [];
    const theirMs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ourMs.push(await ours.step());
      theirMs.push(await theirs.step());
    }
    return {
      ours: { medianMs: median(ourMs), ...(await ours.close()) },
      theirs: { medianMs: median(theirMs), ...(await theirs.close()) },
    };
  } finally {
    for (const stepper of alive) stepper.kill();
  }
}
