import type { StepProfile } from '@arcface-ts/graph';
import { median } from '../bench/take-turns.js';
import type { ProfiledWork } from './profiled-work.js';

const warmupRuns = 3;
const timedRuns = 5;

export interface WorkMeasure {
  /** Median time of a run that is not profiled. */
  readonly runMs: number;
  /** Before the profiled run, whose report takes memory too. */
  readonly peakRssMiB: number;
  readonly profile: StepProfile;
}

/** Warms up, times some runs and profiles one more. */
export async function measureWork(work: Pick<ProfiledWork, 'run' | 'profile'>): Promise<WorkMeasure> {
  for (let i = 0; i < warmupRuns; i++) await work.run();
  const times: number[] = [];
  for (let i = 0; i < timedRuns; i++) {
    const startMs = performance.now();
    await work.run();
    times.push(performance.now() - startMs);
  }
  const peakRssMiB = process.resourceUsage().maxRSS / 1024;
  return { runMs: median(times), peakRssMiB, profile: await work.profile() };
}
