import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { disposeState, type TrainingState } from '../step/training-state.js';
import { bitsOf, stateBits } from '../testing/bits-of.js';
import { progressAt, recordAt } from '../testing/checkpoint-record.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import {
  listCheckpoints,
  loadCheckpoint,
  loadFirstWhole,
  loadWeights,
  readCheckpointRecord,
  saveCheckpoint,
  saveWeights,
  tidyUp,
} from './checkpoint.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

/** A state whose values no decimal notation would keep. */
function smallState(first = Math.PI): TrainingState {
  const values = [first, -0, 1e-45, Number.NaN, Number.POSITIVE_INFINITY, 0.1];
  return {
    parameters: { 'stem.kernel': tf.tensor2d(values, [2, 3]), centres: tf.tensor1d([first]) },
    optimizer: { step: tf.scalar(7), 'mean/centres': tf.tensor1d([1 / 3]) },
    average: {},
  };
}

/** A folder with a checkpoint at each step. */
async function folderWith(...steps: number[]): Promise<string> {
  const folder = join(temporaryFolder(), 'checkpoints');
  for (const step of steps) await saveCheckpoint(folder, recordAt(step), smallState(step));
  return folder;
}

function flipBit(file: string): void {
  const bytes = readFileSync(file);
  bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
  writeFileSync(file, bytes);
}

describe('a checkpoint', () => {
  it('may be of a training that had no finite loss yet', async () => {
    const record = { ...recordAt(3), progress: progressAt(3, { lastLoss: Number.NaN, skippedSteps: 3 }) };
    const path = await saveCheckpoint(join(temporaryFolder(), 'checkpoints'), record, smallState());
    const read = await loadCheckpoint(path);
    expect(read.record.progress).toEqual(record.progress);
    disposeState(read.state);
  });

  it('gives the state back to the bit', async () => {
    const saved = smallState();
    const path = await saveCheckpoint(join(temporaryFolder(), 'checkpoints'), recordAt(3), saved);
    const { state } = await loadCheckpoint(path);
    expect(stateBits(state)).toEqual(stateBits(saved));
  });

  it('keeps the running mean of the weights, which is what is judged and used', async () => {
    const saved = { ...smallState(), average: { 'stem.kernel': tf.ones([2, 3]), centres: tf.tensor1d([2]) } };
    const path = await saveCheckpoint(join(temporaryFolder(), 'checkpoints'), recordAt(3), saved);
    const { state, record } = await loadCheckpoint(path);
    expect(stateBits(state)).toEqual(stateBits(saved));
    const { parameters, sha256 } = await loadWeights(path);
    expect(bitsOf(parameters)).toEqual(bitsOf(saved.average));
    expect(sha256).toBe(record.files['average.safetensors']);
  });

  it('gives back the record that it was saved with', async () => {
    const plain = recordAt(3);
    const saved = { ...plain, progress: { ...plain.progress, lossScale: { scale: 4096, stepsTaken: 3 } } };
    const path = await saveCheckpoint(join(temporaryFolder(), 'checkpoints'), saved, smallState());
    const { record } = await loadCheckpoint(path);
    expect(record).toMatchObject(saved);
    expect(Object.keys(record.files).sort()).toEqual(['optimizer.safetensors', 'weights.safetensors']);
  });

  it('replaces one of the same step', async () => {
    const folder = await folderWith(3);
    const again = { ...recordAt(3), progress: { ...recordAt(3).progress, bestEpoch: 1 } };
    await saveCheckpoint(folder, again, smallState(5));
    const { record, state } = await loadCheckpoint(join(folder, 'step-00000003'));
    expect(record.progress.bestEpoch).toBe(1);
    expect(state.parameters['centres']?.dataSync()).toEqual(Float32Array.of(5));
    expect(readdirSync(folder)).toEqual(['step-00000003']);
  });
});

describe('the list of checkpoints', () => {
  it('holds the newest two, the oldest first', async () => {
    expect(await listCheckpoints(await folderWith(9, 10, 100))).toEqual(['step-00000010', 'step-00000100']);
  });

  it('is empty where there is no folder', async () => {
    expect(await listCheckpoints(join(temporaryFolder(), 'none'))).toEqual([]);
  });

  it('leaves out what a kill left half written', async () => {
    const folder = await folderWith(3);
    mkdirSync(join(folder, 'step-00000004.77-0a1b2c3d.tmp'));
    expect(await listCheckpoints(folder)).toEqual(['step-00000003']);
  });
});

describe('tidying up after a kill', () => {
  it('removes what was half written', async () => {
    const folder = await folderWith(3);
    for (const name of ['step-00000004.77-0a1b2c3d.tmp', 'step-00000003.next']) mkdirSync(join(folder, name));
    await tidyUp(folder);
    expect(readdirSync(folder)).toEqual(['step-00000003']);
  });

  it('brings back a folder that was killed between its two renames', async () => {
    const folder = await folderWith(3);
    const path = join(folder, 'step-00000003');
    renameSync(path, `${path}.old`);
    mkdirSync(`${path}.next`);
    await tidyUp(folder);
    expect(readdirSync(folder)).toEqual(['step-00000003']);
    expect((await readCheckpointRecord(path)).progress.step).toBe(3);
  });

  it('prefers the new folder when both are there', async () => {
    const folder = await folderWith(3);
    mkdirSync(join(folder, 'step-00000003.old'));
    await tidyUp(folder);
    expect((await readCheckpointRecord(join(folder, 'step-00000003'))).progress.step).toBe(3);
  });

  it('does nothing where there is no folder', async () => {
    await expect(tidyUp(join(temporaryFolder(), 'none'))).resolves.toBeUndefined();
  });
});

describe('weights alone', () => {
  it('take the place of those that were there', async () => {
    const path = join(temporaryFolder(), 'best');
    const [first, second] = [smallState(1).parameters, smallState(2).parameters];
    await saveWeights(path, recordAt(1), first);
    await saveWeights(path, recordAt(2), second);
    const { record, parameters } = await loadWeights(path);
    expect(record.progress.step).toBe(2);
    expect(bitsOf(parameters)).toEqual(bitsOf(second));
    expect(readdirSync(join(path, '..'))).toEqual(['best']);
  });

  it('are no checkpoint to train on from', async () => {
    const path = join(temporaryFolder(), 'best');
    await saveWeights(path, recordAt(1), smallState().parameters);
    await expect(loadCheckpoint(path)).rejects.toThrow(
      `Expected SHA-256 of optimizer.safetensors but received no file (${path}/optimizer.safetensors).`,
    );
  });

  it('come with the SHA-256 of their file', async () => {
    const path = join(temporaryFolder(), 'best');
    await saveWeights(path, recordAt(1), smallState().parameters);
    const { record, sha256 } = await loadWeights(path);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(sha256).toBe(record.files['weights.safetensors']);
  });
});

describe('damage', () => {
  it.each(['weights.safetensors', 'optimizer.safetensors'])('of one bit in %s is named with the file', async file => {
    const path = join(await folderWith(2, 3), 'step-00000003');
    flipBit(join(path, file));
    await expect(loadCheckpoint(path)).rejects.toThrow(
      new RegExp(
        `^Expected SHA-256 [0-9a-f]{64} but received [0-9a-f]{64} \\(${join(path, file)}\\)\\. ` +
          `The checkpoint is damaged: use another one, or train again\\.$`,
      ),
    );
  });

  it.each([
    { what: 'a file cut off', damage: (file: string) => truncateSync(file, 20) },
    { what: 'a file that is gone', damage: (file: string) => rmSync(file) },
  ])('is noticed in $what', async ({ damage }) => {
    const path = join(await folderWith(3), 'step-00000003');
    damage(join(path, 'weights.safetensors'));
    await expect(loadWeights(path)).rejects.toThrow(`(${path}/weights.safetensors).`);
  });

  it('leaves no tensors behind', async () => {
    const path = join(await folderWith(3), 'step-00000003');
    flipBit(join(path, 'optimizer.safetensors'));
    const before = tf.memory().numTensors;
    await loadCheckpoint(path).catch(() => undefined);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('of a figure in checkpoint.json is noticed', async () => {
    const path = join(await folderWith(3), 'step-00000003');
    const file = join(path, 'checkpoint.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"trainingSeconds": 1.5', '"trainingSeconds": 1.7'));
    await expect(readCheckpointRecord(path)).rejects.toThrow(
      /^Expected SHA-256 [0-9a-f]{64} but received [0-9a-f]{64} /,
    );
  });

  it('of the newest checkpoint is told, and the one before it is taken', async () => {
    const folder = await folderWith(2, 3);
    const paths = [join(folder, 'step-00000003'), join(folder, 'step-00000002')];
    truncateSync(join(folder, 'step-00000003/checkpoint.json'), 20);
    const said: string[] = [];
    const { path, record, state } = await loadFirstWhole(paths, text => said.push(text));
    disposeState(state);
    expect([path, record.progress.step]).toEqual([paths[1], 2]);
    expect(said).toEqual([expect.stringMatching(`^not resuming from ${paths[0]}: Expected JSON but received`)]);
  });

  it('of all checkpoints is an error that says what is left to do', async () => {
    const path = join(await folderWith(3), 'step-00000003');
    flipBit(join(path, 'weights.safetensors'));
    await expect(loadFirstWhole([path], () => undefined)).rejects.toThrow(
      `Expected a checkpoint that is not damaged but received none (${path}). --resume=never begins anew`,
    );
  });

  it('is told from a folder that is no checkpoint', async () => {
    const folder = temporaryFolder();
    await expect(loadWeights(folder)).rejects.toThrow(
      `Expected a readable JSON file but received ENOENT (${folder}/checkpoint.json). ` +
        'Name the folder of a checkpoint, such as runs/face/best.',
    );
  });
});
