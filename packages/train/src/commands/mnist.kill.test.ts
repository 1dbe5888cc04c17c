import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digitsRunSummarySchema } from '@arcface-ts/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSmallMnist } from '../testing/small-mnist.js';
import { type Ended, TrainingProcess } from '../testing/training-process.js';

/*
 * The built command, in processes of their own. Of 160 images 128 are left to train on: 8 steps an epoch, 32 in all.
 */
const config = `export const config = {
  model: { name: 'lenet++', embeddingSize: 2 },
  margin: { name: 'arcface', angularMargin: 0.1, scale: 8 },
  optimizer: { name: 'adam' },
  learningRate: { schedule: 'constant', base: 0.001 },
  epochs: 4,
  batchSize: 16,
  augmentation: { mirror: 0, shift: 0.02 },
  validation: { holdOut: 0.2 },
  checkpointEvery: { steps: 3 },
  logEverySteps: 1,
};
`;
const run = 'mnist.arcface';
const timeoutMs = 120_000;
/** Kills of a training that is killed again and again; the nightly run asks for many more. */
const kills = Number(process.env.KILLS ?? 4);
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mnist-kill-'));
  writeSmallMnist(join(folder, 'data/mnist'), { train: 160, t10k: 30 });
  writeFileSync(join(folder, 'small.mjs'), config);
  mkdirSync(join(folder, 'prepared'));
  const data = `--data=${join(folder, 'data')}`;
  const preparing = new TrainingProcess(join(folder, 'prepared'), 'data/dist/commands/mnist.js', [data]);
  expect(await preparing.ended).toMatchObject({
    code: 0,
    output: expect.stringContaining('mnist: 160 digits to train on and 30 to test with, in'),
  });
}, timeoutMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A new workspace with the digits found. */
function workspace(name: string): string {
  const path = join(folder, name);
  cpSync(join(folder, 'prepared'), path, { recursive: true });
  return path;
}

function train(path: string, ...options: string[]): TrainingProcess {
  const small = `--config=${join(folder, 'small.mjs')}`;
  return new TrainingProcess(path, 'train/dist/commands/mnist.js', [small, '--device=cpu', ...options]);
}

function summaryOf(path: string) {
  return digitsRunSummarySchema.parse(JSON.parse(readFileSync(join(path, 'runs', run, 'summary.json'), 'utf8')));
}

const weightsOf = (path: string) =>
  ['best/weights', 'checkpoints/step-00000032/weights', 'checkpoints/step-00000032/optimizer'].map(file =>
    readFileSync(join(path, 'runs', run, `${file}.safetensors`)).toString('hex'),
  );

it(
  'trains nets side by side, whose embeddings together are too wide to be drawn',
  async () => {
    const path = workspace('members');
    const file = join(folder, 'members.mjs');
    writeFileSync(
      file,
      config.replace('embeddingSize: 2', 'embeddingSize: 2, members: 2').replace('epochs: 4', 'epochs: 1'),
    );
    expect(await train(path, `--config=${file}`).ended).toMatchObject({ code: 0 });
    expect(summaryOf(path).pictures).toEqual([]);
    expect(existsSync(join(path, 'runs', run, 'epochs'))).toBe(false);
  },
  timeoutMs,
);

it(
  'learns bars, with plain softmax too',
  async () => {
    const path = workspace('softmax');
    const file = join(folder, 'softmax.mjs');
    writeFileSync(
      file,
      config.replace('embeddingSize: 2', 'embeddingSize: 8').replace(/margin: .*/, "margin: { name: 'softmax' },"),
    );
    const { code } = await train(path, `--config=${file}`).ended;
    expect(code).toBe(0);
    const { testAccuracy, pictures } = summaryOf(path);
    // By chance it would be 0.1.
    expect(testAccuracy).toBeGreaterThan(0.5);
    // Eight numbers are no place in a plane.
    expect(pictures).toEqual([]);
  },
  timeoutMs,
);

/** Sends SIGKILL some milliseconds after the n-th change in the folder of checkpoints. */
async function killedWhileSaving(path: string, n: number, delayMs: number): Promise<Ended> {
  const folder = join(path, 'runs', run, 'checkpoints');
  mkdirSync(folder, { recursive: true });
  const training = train(path);
  let left = n;
  const watcher = watch(folder, () => {
    if (--left === 0) setTimeout(() => training.signal('SIGKILL'), delayMs);
  });
  return training.ended.finally(() => watcher.close());
}

async function killedAfter(path: string, delayMs: number): Promise<Ended> {
  const training = train(path);
  setTimeout(() => training.signal('SIGKILL'), delayMs);
  return training.ended;
}

describe('train:mnist', () => {
  let whole: string;
  let wholeMs: number;
  let end: Ended;
  beforeAll(async () => {
    whole = workspace('whole');
    const startedMs = performance.now();
    end = await train(whole).ended;
    wholeMs = performance.now() - startedMs;
  }, timeoutMs);

  it('trains to the end, and measures on the digits of the test', () => {
    expect(end).toMatchObject({ code: 0 });
    expect(end.output).toContain("128 digits to train on, 32 of the training's to validate with, 30 to test with");
    const summary = summaryOf(whole);
    expect(summary).toMatchObject({ dataset: 'mnist', identities: 10, images: 128, steps: 32, testImages: 30 });
    expect(end.output).toContain(`test: 30 digits, ${(100 * summary.testAccuracy).toFixed(2)} % right`);
  });

  it('draws the first batch as the trainer sees it, and what became of the digits', () => {
    expect(summaryOf(whole).pictures).toEqual(['embeddings.png', 'embeddings.gif']);
    for (const picture of ['samples.png', 'embeddings.png', 'embeddings.gif', 'epochs/embeddings-0004.png']) {
      expect(existsSync(join(whole, 'runs', run, picture))).toBe(true);
    }
  });

  it(
    'that was killed trains the same weights, to the bit, and finds the same figures',
    async () => {
      const path = workspace('killed');
      expect(await train(path).signalAfter(12, 'SIGKILL', run)).toMatchObject({ signal: 'SIGKILL' });
      const { code, output } = await train(path).ended;
      expect(output).toMatch(/resuming from .*step-\d{8}: step \d+, epoch \d/);
      expect(code).toBe(0);
      expect(weightsOf(path)).toEqual(weightsOf(whole));
      const { testAccuracy, withinClassAngleDeg, minBetweenCentreAngleDeg } = summaryOf(whole);
      expect(summaryOf(path)).toMatchObject({ testAccuracy, withinClassAngleDeg, minBetweenCentreAngleDeg });
    },
    timeoutMs,
  );

  it(
    'that is killed again and again, at any time and while it saves, trains the same weights, to the bit',
    async () => {
      for (let done = 0; done < kills; ) {
        const path = workspace(`killed-before-${done}`);
        const moments: string[] = [];
        // Four times at most, so that it comes to its end.
        for (let i = 0; i < 4 && done < kills; i++, done++) {
          const [n, delayMs] = [1 + Math.floor(20 * Math.random()), 20 * Math.random()];
          const whileSaving = done % 2 === 0;
          moments.push(whileSaving ? `change ${n} + ${delayMs} ms` : `${Math.round((wholeMs * delayMs) / 20)} ms`);
          const { code, signal, output } = await (whileSaving
            ? killedWhileSaving(path, n, delayMs)
            : killedAfter(path, (wholeMs * delayMs) / 20));
          expect([code ?? signal, output]).toEqual([expect.toBeOneOf([0, 'SIGKILL']), output]);
          expect(output, moments.join(', ')).not.toContain('not resuming from');
        }
        const last = await train(path).ended;
        expect(last.output, moments.join(', ')).not.toContain('not resuming from');
        expect(last, moments.join(', ')).toMatchObject({ code: 0 });
        expect(weightsOf(path), moments.join(', ')).toEqual(weightsOf(whole));
        expect(readdirSync(join(path, 'runs', run, 'checkpoints')).sort()).toEqual(
          readdirSync(join(whole, 'runs', run, 'checkpoints')).sort(),
        );
        rmSync(path, { recursive: true });
      }
    },
    kills * timeoutMs,
  );

  it(
    'that is finished trains nothing again, and tells the figures',
    async () => {
      const { code, output } = await train(whole).ended;
      expect(code).toBe(0);
      expect(output).toContain('this run is finished: nothing to train.');
      expect(output).toContain(`test: 30 digits, ${(100 * summaryOf(whole).testAccuracy).toFixed(2)} % right`);
    },
    timeoutMs,
  );

  it(
    'says what to run where no digits were found',
    async () => {
      const path = join(folder, 'empty');
      mkdirSync(path);
      const { code, output } = await train(path).ended;
      expect([code, output]).toEqual([1, expect.stringContaining('Run `nx run data:mnist`.')]);
    },
    timeoutMs,
  );
});
