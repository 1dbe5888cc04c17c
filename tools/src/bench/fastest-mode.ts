import type { StepMode } from './create-stepper.js';
import { runAlone } from './run-alone.js';
import type { Stepper } from './stepper.js';

/** Our fastest mode on this machine: each runs alone. bfloat16 is faster only where the processor has instructions for it. */
export async function fastestMode(
  modes: readonly [StepMode, ...StepMode[]],
  start: (mode: StepMode) => Promise<Stepper>,
  batchSize: number,
  say: (line: string) => void,
): Promise<StepMode> {
  let fastest = { mode: modes[0], stepMs: Number.POSITIVE_INFINITY };
  for (const mode of modes) {
    const { stepMs, peakRssMiB } = await runAlone(await start(mode), fastest.stepMs);
    say(`ours, ${mode}: ${((1000 * batchSize) / stepMs).toFixed(1)} images/s, ${Math.round(peakRssMiB)} MiB`);
    if (stepMs < fastest.stepMs) fastest = { mode, stepMs };
  }
  return fastest.mode;
}
