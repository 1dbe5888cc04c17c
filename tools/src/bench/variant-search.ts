import { ArcfaceError } from '@arcface-ts/core';
import type { PytorchVariant } from './pytorch-variant.js';
import { runAlone } from './run-alone.js';
import type { Stepper } from './stepper.js';

/** What a variant of PyTorch reached alone on the machine, in its fastest step. */
export interface MeasuredVariant {
  readonly variant: PytorchVariant;
  readonly imagesPerSecond: number;
  readonly peakRssMiB: number;
}

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

/** The fastest variant in float32 and the fastest of all. */
export function opponentsAmong(measured: readonly MeasuredVariant[]): {
  readonly float32: PytorchVariant | undefined;
  readonly best: PytorchVariant | undefined;
} {
  const fastestFirst = [...measured]
    .sort((a, b) => b.imagesPerSecond - a.imagesPerSecond)
    .map(({ variant }) => variant);
  return { float32: fastestFirst.find(({ precision }) => precision === 'fp32'), best: fastestFirst[0] };
}
