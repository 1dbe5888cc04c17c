import type { Stepper } from './stepper.js';

/** Steps before the measured ones, besides the one in which the program starts: there it compiles. */
const warmupSteps = 2;
const measuredSteps = 4;
/** What takes this many times as long as another is no match for it, and its steps may take minutes. */
const hopelessRatio = 5;

/**
 * Times a program that has the machine to itself, then ends it: its fastest step and not the median, since the programs that are
 * compared run at different times, and what else the machine does only slows them.
 * @param bestMs what another program needs for a step: one that is slower by far is judged by its warm-up
 */
export async function runAlone(stepper: Stepper, bestMs: number): Promise<{ stepMs: number; peakRssMiB: number }> {
  const fastestOf = async (count: number) => {
    const stepMs: number[] = [];
    while (stepMs.length < count) stepMs.push(await stepper.step());
    return Math.min(...stepMs);
  };
  try {
    const warmupMs = await fastestOf(warmupSteps);
    const stepMs = warmupMs > hopelessRatio * bestMs ? warmupMs : await fastestOf(measuredSteps);
    return { stepMs, ...(await stepper.close()) };
  } finally {
    stepper.kill();
  }
}
