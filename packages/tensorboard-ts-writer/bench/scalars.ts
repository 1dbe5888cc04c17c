/*
 * Scalars logged per second, from the call to the closed file. Command, after `npx tsc -b`: node bench/scalars.ts
 * (Node 22.18 or later, which runs TypeScript).
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SummaryWriter } from 'tensorboard-ts-writer';

const scalars = 200_000;
const rounds = 5;

const folder = await mkdtemp(join(tmpdir(), 'bench-scalars-'));
try {
  for (let round = 1; round <= rounds; round++) {
    const start = performance.now();
    const writer = await SummaryWriter.open(folder);
    for (let step = 0; step < scalars; step++) {
      writer.addScalar('loss/train', 1 / (step + 1), step);
      // As in a training: the loop waits for something at each step now and then.
      if (step % 1000 === 999) await new Promise(setImmediate);
    }
    await writer.close();
    const seconds = (performance.now() - start) / 1000;
    const { size } = await stat(writer.path);
    console.log(`round ${round}: ${Math.round(scalars / seconds).toLocaleString('en')} scalars/s, ${size} bytes`);
  }
} finally {
  await rm(folder, { recursive: true });
}
