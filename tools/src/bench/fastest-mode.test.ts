import { beforeEach, expect, it } from 'vitest';
import type { StepMode } from './create-stepper.js';
import { fastestMode } from './fastest-mode.js';
import type { Stepper } from './stepper.js';

let said: string[];
beforeEach(() => {
  said = [];
});

function fastestOf(stepMs: Partial<Record<StepMode, number>>): Promise<StepMode> {
  const start = async (mode: StepMode): Promise<Stepper> => ({
    step: async () => stepMs[mode] as number,
    close: async () => ({ peakRssMiB: 2000 }),
    kill: () => undefined,
  });
  return fastestMode(['compiled', 'compiled_bfloat16'], start, 64, line => said.push(line));
}

it('takes the mode with the shorter step, and says what each does', async () => {
  expect(await fastestOf({ compiled: 500, compiled_bfloat16: 250 })).toBe('compiled_bfloat16');
  expect(said).toEqual([
    'ours, compiled: 128.0 images/s, 2000 MiB',
    'ours, compiled_bfloat16: 256.0 images/s, 2000 MiB',
  ]);
});

it('takes float32 where bfloat16 is slower', async () => {
  expect(await fastestOf({ compiled: 500, compiled_bfloat16: 5000 })).toBe('compiled');
});
