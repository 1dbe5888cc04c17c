import { ArcfaceError } from '@arcface-ts/core';
import type { PytorchVariant } from './pytorch-variant.js';
import type { Stepper } from './stepper.js';

/** What a variant of PyTorch reached alone on the machine, in its fastest step. */
export interface MeasuredVariant {
  readonly variant: PytorchVariant;
  readonly imagesPerSecond: number;
  readonly peakRssMiB: number;
}

/** Steps before the measured ones, besides the one in which the program starts: there it compiles. */
const warmupSteps = 2;
const searchSteps = 4;
/** A variant that takes this many times as long as another one is no opponent, and its steps may take minutes. */
const hopelessRatio = 5;

/**
 * Times each variant alone, a few steps long. One that does not run on this machine is said so and left out; one that is
 * slower by far is judged by its warm-up.
 * @param start starts a program that has run one step when it is ready
 */
export async function searchVariants(
  variants: readonly PytorchVariant[],
  start: (variant: PytorchVariant) => Promise<Stepper>,
  batchSize: number,
  say: (line: string) => void,
): Promise<MeasuredVariant[]> {
  const measured: MeasuredVariant[] = [];
  let bestMs = Number.POSITIVE_INFINITY;
  for (const variant of variants) {
    const compiles = variant.mode.startsWith('compile') ? ', which compiles for a minute or more' : '';
    say(`PyTorch ${variant.name}: starting${compiles}`);
    const startMs = performance.now();
    try {
      const stepper = await start(variant);
      const readySeconds = (performance.now() - startMs) / 1000;
      const { stepMs, peakRssMiB } = await runAlone(stepper, bestMs);
      bestMs = Math.min(bestMs, stepMs);
      const imagesPerSecond = (1000 * batchSize) / stepMs;
      measured.push({ variant, imagesPerSecond, peakRssMiB });
      const speed = `${imagesPerSecond.toFixed(1)} images/s, ${Math.round(peakRssMiB)} MiB`;
      say(`PyTorch ${variant.name}: ${speed}, ready after ${readySeconds.toFixed(0)} s`);
    } catch (error) {
      if (!(error instanceof ArcfaceError)) throw error;
      say(`PyTorch ${variant.name}: left out. ${error.message}`);
    }
  }
  return measured;
}

async function runAlone(stepper: Stepper, bestMs: number): Promise<{ stepMs: number; peakRssMiB: number }> {
  const times = async (count: number) => {
    const stepMs: number[] = [];
    while (stepMs.length < count) stepMs.push(await stepper.step());
    return stepMs;
  };
  try {
    const warmupMs = Math.min(...(await times(warmupSteps)));
    // The fastest step and not the median: the variants run at different times, and what else the machine does only slows them.
    const stepMs = warmupMs > hopelessRatio * bestMs ? warmupMs : Math.min(...(await times(searchSteps)));
    return { stepMs, ...(await stepper.close()) };
  } finally {
    stepper.kill();
  }
}

/** The opponents: the fastest variant in float32 and, if it is another one, the fastest of all. */
export function opponentsAmong(measured: readonly MeasuredVariant[]): PytorchVariant[] {
  const fastestFirst = [...measured]
    .sort((a, b) => b.imagesPerSecond - a.imagesPerSecond)
    .map(({ variant }) => variant);
  const float32 = fastestFirst.find(({ precision }) => precision === 'fp32');
  return [...new Set([float32, fastestFirst[0]])].filter(variant => variant !== undefined);
}
