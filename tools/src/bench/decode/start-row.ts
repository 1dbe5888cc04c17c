import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchRow } from '@arcface-ts/core';
import { z } from 'zod';
import { median } from '../take-turns.js';
import type { DecodeBench } from './decode-bench.js';
import { runOurs, workers } from './decode-programs.js';
import { celebaSize, writeSyntheticSet } from './synthetic-set.js';

/** A start that takes longer is felt each time. */
const mostSeconds = 2;

/** More starts of a new process tell no more. */
const mostStarts = 5;

const startSchema = z.object({ seconds: z.object({ opened: z.number(), firstBatch: z.number() }) });

/** From nothing read to the first batch of a set of CelebA's size, in a new process each time, against the time that it may take. */
export async function startRow({ faces, rounds, say }: DecodeBench): Promise<BenchRow> {
  const { photos, identities } = celebaSize;
  const starts = Math.min(rounds, mostStarts);
  say(`start of the loader on ${photos} photos of ${identities} people, ${starts} times`);
  const cache = join(faces.folder, 'synthetic');
  await writeSyntheticSet(cache);
  const times: { opened: number; firstBatch: number }[] = [];
  for (let i = 0; i < starts; i++) {
    times.push(startSchema.parse(await runOurs('our-start', { cache, workers })).seconds);
  }
  await rm(cache, { recursive: true });
  const opened = median(times.map(time => time.opened));
  const ours = median(times.map(time => time.firstBatch));
  return {
    name: `loader start, ${photos} photos of ${identities} people, to the first batch (opened after ${opened.toFixed(2)} s)`,
    ours,
    opponent: mostSeconds,
    opponentName: 'the limit',
    unit: 's',
    ratio: mostSeconds / ours,
  };
}
