import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DiskError, RunDirectory, writeFileAtomic } from '@arcface-ts/core';
import { smallDisk } from '@arcface-ts/core/testing';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listCheckpoints, loadCheckpoint, saveCheckpoint } from '../checkpoint/checkpoint.js';
import { trainDigits } from '../digits/train-digits.js';
import { disposeState, type TrainingState } from '../step/training-state.js';
import { recordAt } from '../testing/checkpoint-record.js';
import { prepareSmallDigits, smallDigitsConfig } from '../testing/small-digits.js';

let folder: string;

beforeAll(() => {
  startTensorflow({ device: 'cpu' });
  folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Saves a checkpoint with so many KiB of weights. */
async function save(checkpoints: string, step: number, kibibytes: number): Promise<void> {
  const state: TrainingState = { parameters: { centres: tf.zeros([256 * kibibytes]) }, optimizer: {}, average: {} };
  await saveCheckpoint(checkpoints, recordAt(step), state).finally(() => disposeState(state));
}

/** All that the folder holds, after reading the newest. */
async function checkpointsIn(checkpoints: string): Promise<string[]> {
  const names = readdirSync(checkpoints).sort();
  expect(await listCheckpoints(checkpoints)).toEqual(names);
  disposeState((await loadCheckpoint(join(checkpoints, names.at(-1) as string))).state);
  return names;
}

describe('a file', () => {
  it('that finds no room leaves the old one as it was, and the error says so', async context => {
    const { path } = smallDisk(context, 64);
    const file = join(path, 'report.html');
    await writeFileAtomic(file, 'old');
    const written = writeFileAtomic(file, 'x'.repeat(200_000));
    await expect(written).rejects.toThrow(DiskError);
    await expect(written).rejects.toThrow(
      `Expected room on the disk but received ENOSPC: no space left on device, write (${file}). Make room there, and run again.`,
    );
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(path)).toEqual(['report.html']);
  });

  it.for(['report.html', 'new/report.html'])('%s on a read-only disk is named', async (name, context) => {
    const disk = smallDisk(context, 64);
    disk.remount('ro');
    await expect(writeFileAtomic(join(disk.path, name), 'new')).rejects.toThrow(
      /^Expected a disk that is not read-only but received EROFS: read-only file system, .* \(\/.*\)\. Name or mount one/,
    );
  });
});

describe('a checkpoint', () => {
  it('for which there is no room takes that of the older of two', async context => {
    const { path } = smallDisk(context, 400);
    for (const step of [1, 2, 3]) await save(path, step, 150);
    expect(await checkpointsIn(path)).toEqual(['step-00000002', 'step-00000003']);
  });

  it('for which there is none at all leaves the one before it', async context => {
    const { path } = smallDisk(context, 400);
    await save(path, 1, 150);
    await expect(save(path, 2, 350)).rejects.toThrow(DiskError);
    expect(await checkpointsIn(path)).toEqual(['step-00000001']);
  });

  it('on a read-only disk leaves both before it', async context => {
    const disk = smallDisk(context, 400);
    for (const step of [1, 2]) await save(disk.path, step, 100);
    disk.remount('ro');
    await expect(save(disk.path, 3, 100)).rejects.toThrow('Expected a disk that is not read-only');
    expect(await checkpointsIn(disk.path)).toEqual(['step-00000001', 'step-00000002']);
  });
});

it('a training whose state finds no room goes on and ends with the error; with room it is whole', async context => {
  const disk = smallDisk(context, 64 * 1024);
  const cacheFolder = await prepareSmallDigits(folder);
  const lines: string[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation(text => lines.push(String(text)) > 0);
  const config = smallDigitsConfig({ epochs: 2, checkpointEvery: { steps: 4 } });
  const options = { config, cacheFolder, resume: 'auto', device: 'cpu', say: () => undefined } as const;
  const whole = RunDirectory.at(folder, 'whole');
  await trainDigits({ ...options, run: whole });
  const bestOf = ({ bestFolder }: RunDirectory) => readFileSync(join(bestFolder, 'weights.safetensors'));
  // The weights that are the best fit, twice while they are replaced; those of a checkpoint have two slots each beside them.
  disk.remount(`size=${Math.ceil((2.7 * bestOf(whole).length) / 1024)}k`);
  const run = RunDirectory.at(disk.path, 'digits');
  await expect(trainDigits({ ...options, run })).rejects.toThrow(DiskError);
  const told = lines.filter(line => line.startsWith('the state after step'));
  expect(told[0]).toMatch(/^the state after step 4 is not saved, training goes on: Expected room on the disk/);
  expect(told.at(-1)).toMatch(/^the state after step 16 /);
  expect(existsSync(run.summaryFile)).toBe(false);
  disk.remount('size=64m');
  expect(await trainDigits({ ...options, run })).toMatchObject({ steps: 16, stoppedBy: 'epochs' });
  expect(bestOf(run).equals(bestOf(whole))).toBe(true);
});
