import type { BenchRow } from '@arcface-ts/core';
import { z } from 'zod';
import type { DecodeBench } from './decode-bench.js';
import { runOurs, workers } from './decode-programs.js';

const batchSize = 64;
/** By then V8 has taken what it lets garbage grow to before it collects: it levels off between 200,000 and 400,000 crops. */
const first = 400_000;
const last = 900_000;
/** Growth below this is the garbage that happens to lie about. */
const mostMiB = 32;

const memorySchema = z.object({ rssMiB: z.tuple([z.number(), z.number()]) });

/** How much the loader's memory grows over many epochs, against what it may. */
export async function memoryRow({ faces, say }: DecodeBench): Promise<BenchRow> {
  say(`memory of the loader over ${last} crops`);
  const flags = { cache: faces.shards.raw, batch: batchSize, workers, first, last };
  const { rssMiB } = memorySchema.parse(await runOurs('our-memory', flags));
  const [start, end] = rssMiB;
  const growth = Math.max(0, end - start);
  return {
    name: `growth of the loader's memory from ${first} to ${last} crops (${start.toFixed(0)} to ${end.toFixed(0)} MiB)`,
    ours: growth,
    opponent: mostMiB,
    opponentName: 'the limit',
    unit: 'MiB',
    // No growth at all would be infinitely better.
    ratio: mostMiB / Math.max(1, growth),
  };
}
