import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawProceduralFaces } from '@arcface-ts/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, TrainingProcess } from '../testing/training-process.js';

/*
 * The built command, in processes of their own, is killed and runs again. 9 people with 3 photos each are left to train on:
 * 6 steps an epoch, 12 in all.
 */
const config = `export const config = {
  model: { embeddingSize: 16 },
  margin: { name: 'arcface', angularMargin: 0.2, scale: 16 },
  marginRamp: { percent: 50 },
  optimizer: { name: 'sgd' },
  learningRate: { schedule: 'cosine', base: 0.05, warmup: { steps: 2 } },
  epochs: 2,
  batchSize: 4,
  augmentation: { mirror: 0.5, shift: 0.05, brightness: 0.1 },
  validation: { holdOut: 0.7, pairs: 20 },
  checkpointEvery: { steps: 2 },
  logEverySteps: 1,
};
`;
const totalSteps = 12;
const timeoutMs = 120_000;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'face-kill-'));
  await drawProceduralFaces(join(folder, 'data'), {
    identities: 30,
    photosPerIdentity: 3,
    verificationIdentities: 4,
    verificationPhotosPerIdentity: 2,
    folds: 2,
    pairsPerFold: 1,
  });
  writeFileSync(join(folder, 'small.mjs'), config);
  mkdirSync(join(folder, 'prepared'));
  for (const command of ['photos', 'faces']) {
    expect(await prepare(join(folder, 'prepared'), command).ended).toMatchObject({ code: 0 });
  }
}, timeoutMs);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function prepare(path: string, command: string): TrainingProcess {
  return new TrainingProcess(path, `data/dist/commands/${command}.js`, [`--data=${join(folder, 'data')}`]);
}

/** A new workspace with the faces prepared. */
function workspace(name: string): string {
  const path = join(folder, name);
  cpSync(join(folder, 'prepared'), path, { recursive: true });
  return path;
}

function train(path: string): TrainingProcess {
  return new TrainingProcess(path, 'train/dist/commands/face.js', [
    `--config=${join(folder, 'small.mjs')}`,
    '--device=cpu',
    '--workers=1',
  ]);
}

/** Everything that a training leaves for others to use, in hexadecimal. */
function weightsOf(path: string): Record<string, string> {
  const files = ['best/weights.safetensors'];
  for (const name of ['weights', 'optimizer']) files.push(`checkpoints/step-000000${totalSteps}/${name}.safetensors`);
  return Object.fromEntries(files.map(file => [file, readFileSync(join(path, 'runs/face', file)).toString('hex')]));
}

/** Rows of metrics.jsonl without what depends on the clock. */
function rowsOf(path: string): unknown[] {
  const lines = readFileSync(join(path, 'runs/face/metrics.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.map(line => {
    const { imagesPerSecond: _, dataWaitPercent: __, ...row } = JSON.parse(line);
    return row;
  });
}

describe('train:face', () => {
  let whole: string;
  let wholeEnd: Ended;
  beforeAll(async () => {
    whole = workspace('whole');
    wholeEnd = await train(whole).ended;
  }, timeoutMs);

  it('trains to the end', () => {
    expect(wholeEnd).toMatchObject({ code: 0 });
    expect(wholeEnd.output).toContain(`trained 2 epochs (${totalSteps} steps)`);
  });

  it(
    'that was killed twice trains the same weights, to the bit, and logs each step once',
    async () => {
      const path = workspace('killed');
      expect(await train(path).signalAfter(3, 'SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
      expect(await train(path).signalAfter(9, 'SIGKILL')).toMatchObject({ signal: 'SIGKILL' });
      const { code, output } = await train(path).ended;
      expect(output).toMatch(/resuming from .*step-\d{8}: step \d+, epoch 2/);
      expect(code).toBe(0);
      expect(weightsOf(path)).toEqual(weightsOf(whole));
      expect(rowsOf(path)).toEqual(rowsOf(whole));
    },
    timeoutMs,
  );

  it(
    'that is begun twice is left to the first process, and is as if it had been alone',
    async () => {
      const path = workspace('twice');
      const first = train(path);
      await first.reached(1);
      first.signal('SIGSTOP');
      const { code, output } = await train(path).ended;
      first.signal('SIGCONT');
      expect(output).toContain(`one that process ${first.pid} on`);
      expect(output).toContain('Wait until it has ended, stop it, or name another run with --name.');
      expect(code).toBe(1);
      expect(await first.ended).toMatchObject({ code: 0 });
      expect(weightsOf(path)).toEqual(weightsOf(whole));
    },
    timeoutMs,
  );

  it(
    'that is asked to stop saves first, and exits with 130',
    async () => {
      const path = workspace('interrupted');
      const { code, output } = await train(path).signalAfter(1, 'SIGINT');
      expect(output).toContain('stopping after this step; the state is saved.');
      expect(output).toMatch(/InterruptedError: Stopped after step \d+; run again to go on from there\./);
      expect(code).toBe(130);
      const stopped = Number(/Stopped after step (\d+)/.exec(output)?.[1]);
      const checkpoints = readdirSync(join(path, 'runs/face/checkpoints'));
      expect(checkpoints).toContain(`step-${String(stopped).padStart(8, '0')}`);
      expect(JSON.parse(readFileSync(join(path, 'runs/face/summary.json'), 'utf8'))).toMatchObject({
        steps: stopped,
        stoppedBy: 'interrupt',
      });
    },
    timeoutMs,
  );

  it(
    'that is finished trains nothing again',
    async () => {
      const before = weightsOf(whole);
      const { code, output } = await train(whole).ended;
      expect(code).toBe(0);
      expect(output).toContain('this run is finished: nothing to train.');
      expect(weightsOf(whole)).toEqual(before);
    },
    timeoutMs,
  );
});

it(
  'two processes that need the same faces cut them one after the other, the second what is left',
  async () => {
    const path = join(folder, 'cut-twice');
    mkdirSync(path);
    expect(await prepare(path, 'photos').ended).toMatchObject({ code: 0 });
    const first = prepare(path, 'faces');
    const lock = join(path, '.cache/data/.celeba.lock');
    await first.until(() => existsSync(lock) && readFileSync(lock, 'utf8').endsWith('}\n'));
    first.signal('SIGSTOP');
    const second = prepare(path, 'faces');
    await second.until(output => output.includes('waiting'));
    first.signal('SIGCONT');
    const ends = await Promise.all([first.ended, second.ended]);
    expect(ends[1].output).toMatch(new RegExp(`waiting for process ${first.pid} on .*data/celeba\n`));
    for (const { code, output } of ends) {
      expect(output).toContain('celeba: 90 of 90 photos aligned');
      expect(code).toBe(0);
    }
    const files = (at: string) => readdirSync(join(folder, at, '.cache/data/celeba/crops/aligned-112-raw'));
    expect(files('cut-twice')).toEqual(files('prepared'));
  },
  timeoutMs,
);
