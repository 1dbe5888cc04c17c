import { expect, it } from 'vitest';
import type { Stepper } from '../stepper.js';
import { startTogether } from './together.js';

function stepper(ms: number, killed: number[]): Stepper {
  return { step: async () => ms, close: async () => ({ peakRssMiB: ms }), kill: () => void killed.push(ms) };
}

it('takes as long as the slowest and as much memory as all', async () => {
  const killed: number[] = [];
  const both = await startTogether([async () => stepper(30, killed), async () => stepper(50, killed)]);
  expect(await both.step()).toBe(50);
  expect(await both.close()).toEqual({ peakRssMiB: 80 });
});

it('leaves none behind when another does not start', async () => {
  const killed: number[] = [];
  const starts = [
    async () => stepper(30, killed),
    async () => {
      throw new Error('no human');
    },
  ];
  await expect(startTogether(starts)).rejects.toThrow('no human');
  expect(killed).toEqual([30]);
});
