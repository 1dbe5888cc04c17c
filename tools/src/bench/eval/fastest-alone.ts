import { ArcfaceError } from '@arcface-ts/core';
import { runAlone } from '../run-alone.js';
import type { Stepper } from '../stepper.js';

/**
 * Times each set-up of a side alone and returns the fastest one. One that does not run is said so and left out; one that is slower by
 * far is judged by its warm-up.
 * @param side whose set-ups they are, for people   @param photos of a turn
 * Throws an ArcfaceError when none runs.
 */
export async function fastestAlone<SetUp extends { readonly name: string }>(
  side: string,
  setUps: readonly SetUp[],
  start: (setUp: SetUp) => Promise<Stepper>,
  { photos, say }: { photos: number; say: (line: string) => void },
): Promise<SetUp> {
  let fastest: { setUp: SetUp | undefined; stepMs: number } = { setUp: undefined, stepMs: Number.POSITIVE_INFINITY };
  for (const setUp of setUps) {
    try {
      const { stepMs, peakRssMiB } = await runAlone(await start(setUp), fastest.stepMs);
      say(`${side}, ${setUp.name}: ${((1000 * photos) / stepMs).toFixed(1)} photos/s, ${Math.round(peakRssMiB)} MiB`);
      if (stepMs < fastest.stepMs) fastest = { setUp, stepMs };
    } catch (error) {
      if (!(error instanceof ArcfaceError)) throw error;
      say(`${side}, ${setUp.name}: left out. ${error.message}`);
    }
  }
  if (fastest.setUp !== undefined) return fastest.setUp;
  throw ArcfaceError.because({
    expected: `a set-up of ${side} that runs`,
    received: 'none',
    place: 'tools:bench',
    next: 'The lines above say what stopped each.',
  });
}
