import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeSmallMnist } from '../testing/small-mnist.js';
import { TrainingProcess } from '../testing/training-process.js';

/** Steps of the training; the nightly run asks for 5,000. */
const steps = Number(process.env['STEPS'] ?? 500);
const stepsPerEpoch = 50;
/** A share of what a process takes in the second fifth of its steps, in the last fifth. In a short run the collector has not been everywhere yet. */
const mostGrowth = steps < 5000 ? 0.1 : 0.01;
const timeoutMs = 60_000 + 200 * steps;

const config = `export const config = {
  model: { name: 'lenet++', embeddingSize: 16 },
  margin: { name: 'arcface', angularMargin: 0.1, scale: 8 },
  optimizer: { name: 'adam' },
  learningRate: { schedule: 'constant', base: 0.001 },
  epochs: ${steps / stepsPerEpoch},
  batchSize: 8,
  augmentation: { mirror: 0, shift: 0.02 },
  validation: { holdOut: 0.2 },
  logEverySteps: 1,
};
`;

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mnist-memory-'));
  writeSmallMnist(join(folder, 'data/mnist'), { train: (stepsPerEpoch * 8) / 0.8, t10k: 30 });
  writeFileSync(join(folder, 'small.mjs'), config);
  const data = `--data=${join(folder, 'data')}`;
  expect(await new TrainingProcess(folder, 'data/dist/commands/mnist.js', [data]).ended).toMatchObject({ code: 0 });
}, timeoutMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a process takes; undefined when it has ended. */
function residentMiB(pid: number): number | undefined {
  try {
    const kibibytes = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}

/** The median of what a training takes from one step to another: it rises until the next collection, and falls. */
async function settledMiB(training: TrainingProcess, from: number, to: number): Promise<number> {
  await training.reached(from, 'mnist.arcface');
  let going = true;
  const reached = training.reached(to, 'mnist.arcface').then(() => {
    going = false;
  });
  const samples: number[] = [];
  while (going) {
    samples.push(residentMiB(training.pid as number) ?? Number.NaN);
    await setTimeout(20);
  }
  await reached;
  const settled = samples.filter(Number.isFinite).sort((a, b) => a - b);
  return settled[settled.length >> 1] as number;
}

it.runIf(platform() === 'linux')(
  `memory stays flat over ${steps} steps, with their validations and checkpoints`,
  async () => {
    const training = new TrainingProcess(folder, 'train/dist/commands/mnist.js', [
      `--config=${join(folder, 'small.mjs')}`,
      '--device=cpu',
    ]);
    const early = await settledMiB(training, steps / 5, (2 * steps) / 5);
    const late = await settledMiB(training, (4 * steps) / 5, steps);
    expect(await training.ended).toMatchObject({ code: 0 });
    const growth = late / early - 1;
    if (process.env['STEPS']) {
      const [first, last, percent] = [early.toFixed(1), late.toFixed(1), (100 * growth).toFixed(2)];
      process.stderr.write(`memory of ${steps} steps: ${first} MiB, ${last} MiB at the end, ${percent} % more\n`);
    }
    expect(growth).toBeLessThan(mostGrowth);
  },
  timeoutMs,
);
