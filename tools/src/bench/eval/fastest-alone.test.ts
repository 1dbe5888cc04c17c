import { ArcfaceError } from '@arcface-ts/core';
import { beforeEach, expect, it } from 'vitest';
import type { Stepper } from '../stepper.js';
import { fastestAlone } from './fastest-alone.js';

let said: string[];
beforeEach(() => {
  said = [];
});

/** Set-ups a, b and c, whose every turn takes the given time, or which do not start. */
async function fastestOf(...stepMs: (number | Error)[]): Promise<string> {
  const setUps = stepMs.map((ms, i) => ({ name: 'abc'[i] as string, ms }));
  const start = async ({ ms }: (typeof setUps)[number]): Promise<Stepper> => {
    if (typeof ms !== 'number') throw ms;
    return { step: async () => ms, close: async () => ({ peakRssMiB: 300 }), kill: () => undefined };
  };
  return (await fastestAlone('onnxruntime', setUps, start, { photos: 64, say: line => said.push(line) })).name;
}

it('takes the one with the shortest turn, and says what each does', async () => {
  expect(await fastestOf(500, 250, 400)).toBe('b');
  expect(said).toEqual([
    'onnxruntime, a: 128.0 photos/s, 300 MiB',
    'onnxruntime, b: 256.0 photos/s, 300 MiB',
    'onnxruntime, c: 160.0 photos/s, 300 MiB',
  ]);
});

it('says what stopped one and tries the next', async () => {
  expect(await fastestOf(new ArcfaceError('Expected memory.'), 250)).toBe('b');
  expect(said[0]).toBe('onnxruntime, a: left out. Expected memory.');
});

it('refuses when none runs', async () => {
  await expect(fastestOf(new ArcfaceError('Expected memory.'))).rejects.toThrow(
    'Expected a set-up of onnxruntime that runs but received none',
  );
});

it('hides no fault of the program', async () => {
  await expect(fastestOf(250, new TypeError('x is not a function'))).rejects.toThrow(TypeError);
});
