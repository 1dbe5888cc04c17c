import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgedPairSchema, parseJson, readJson, thresholdCardSchema, type VerificationResult } from '@arcface-ts/core';
import { readCheckpointRecord } from '@arcface-ts/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluatePhotos } from '../evaluation/evaluate-photos.js';
import { openLfw } from '../evaluation/open-lfw.js';
import { type DrawnWorkspace, drawnWorkspace } from '../evaluation/testing/drawn-workspace.js';
import { workspaceFolder } from '../workspace-folder.js';
import { writeCard } from './write-card.js';

let drawn: DrawnWorkspace;
let result: VerificationResult;
let model: string;
let card: string;
const said: string[] = [];
const say = (line: string) => void said.push(line);

function write(more: { checkpoint?: string; name?: string } = {}): Promise<string> {
  const options = { checkpoint: drawn.checkpoint, name: 'try', workers: 1, ...more };
  return writeCard({ workspace: drawn.folder, options, say });
}

beforeAll(async () => {
  drawn = await drawnWorkspace();
  const { folder: workspace, checkpoint } = drawn;
  // Op by op, since compiling the net takes longer than embedding 36 faces.
  const options = { checkpoint, name: 'try', eager: true, photos: 18, workers: 1 };
  result = await evaluatePhotos({ command: 'eval:lfw', workspace, options, say: () => undefined, open: openLfw });
  card = readFileSync(await write(), 'utf8');
  model = join(workspace, 'runs', 'try', 'model');
}, 120_000);
afterAll(() => drawn.remove());

describe('the model', () => {
  it('holds the weights that were judged, to the bit, as a checkpoint', async () => {
    const { files, identities } = await readCheckpointRecord(model);
    expect(files).toEqual({ 'weights.safetensors': result.checkpoint.sha256 });
    expect(identities).toEqual(['1', '2', '3']);
    const weights = 'weights.safetensors';
    expect(readFileSync(join(model, weights)).equals(readFileSync(join(drawn.checkpoint, weights)))).toBe(true);
  });

  it('holds thresholds and pictures', async () => {
    const thresholds = ['thresholds', 'lfw.json'];
    expect(await readJson(join(model, ...thresholds), thresholdCardSchema)).toEqual(
      await readJson(join(drawn.checkpoint, ...thresholds), thresholdCardSchema),
    );
    expect(readdirSync(join(model, 'pictures')).sort()).toEqual(['det.svg', 'distances.svg', 'roc.svg']);
    for (const [, file] of card.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      expect(existsSync(join(model, file as string)), file).toBe(true);
    }
  });

  it('can be judged and given a card again, which says the same', async () => {
    const copy = join(drawn.folder, 'copy');
    cpSync(model, copy, { recursive: true });
    const again = await write({ checkpoint: copy });
    const withoutOrigin = (text: string) => text.replace(/from `[^`]+`, [-\d]+/, '');
    expect(withoutOrigin(readFileSync(again, 'utf8'))).toBe(withoutOrigin(card));
  });
});

describe('the card', () => {
  it('says before anything else that drawn faces are none', () => {
    expect(card.split('\n\n')[1]).toMatch(/^> \*\*PROCEDURAL FACES: this is no model of faces\.\*\*/);
    expect(said[0]).toBe('PROCEDURAL FACES: this is no model of faces');
  });

  it('has the figures of the result', () => {
    const percent = (share: number) => `${(100 * share).toFixed(2)}\u00a0%`;
    expect(card).toContain(`decides **${percent(result.accuracy.mean)}** rightly`);
    expect(card).toContain(`| AUC | ${result.auc.toFixed(4)} |`);
    expect(card).toContain(result.checkpoint.sha256);
  });

  it('gives no figure for slices of fewer than 50 pairs', () => {
    const rows = [...card.matchAll(/^\| (?:below|[\d.]+(?:°| px)? ).*\|$/gm)].map(([row]) => row);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(row).toMatch(/\| – \| – \| – \|$/);
  });
});

it('has code that compares two photos', { timeout: 60_000 }, () => {
  const [, code] = /```js\n(.*?)```/s.exec(card) as unknown as [string, string];
  const { folder, data } = drawn;
  writeFileSync(join(folder, 'compare.mjs'), code);
  symlinkSync(join(workspaceFolder, 'node_modules'), join(folder, 'node_modules'));
  const [line] = readFileSync(join(folder, 'runs', 'try', 'eval', 'lfw', 'pairs.jsonl'), 'utf8').split('\n');
  const pair = parseJson(line as string, judgedPairSchema, 'pairs.jsonl');
  const photos = [pair.first, pair.second].map(path => join(data, 'lfw', 'images', path));
  const run = spawnSync(process.execPath, ['compare.mjs', ...photos], { cwd: folder, encoding: 'utf8' });
  const [, distance, threshold] = /(?:one person|two people) ([\d.]+) threshold ([\d.]+)/.exec(run.stdout) ?? [];
  // The very photos, found and cut again: only the order of sums in a smaller batch may differ.
  expect(Number(distance), run.stderr).toBeCloseTo(pair.squaredDistance, 4);
  expect(Number(threshold)).toBeGreaterThan(0);
});

describe('refuses', () => {
  it('figures of other weights, and says how to get those of these', async () => {
    mkdirSync(join(drawn.folder, 'runs', 'other', 'eval'), { recursive: true });
    const forged = { ...result, checkpoint: { ...result.checkpoint, sha256: 'ab'.repeat(32) } };
    writeFileSync(join(drawn.folder, 'runs', 'other', 'eval', 'lfw.json'), JSON.stringify(forged));
    await expect(write({ name: 'other' })).rejects.toThrow(
      /Expected figures of the weights in weights, SHA-256 [0-9a-f]{64} but received (ab){32} .*Run `nx run eval:lfw --name=other --checkpoint=weights --crop=aligned-112`/s,
    );
  });

  it('weights that nobody verified', async () => {
    await expect(write({ name: 'unseen' })).rejects.toThrow(
      /runs\/unseen\/eval\/lfw\.json.*nx run eval:lfw --name=unseen/s,
    );
  });

  it('an evaluation without its pairs', async () => {
    cpSync(join(drawn.folder, 'runs', 'try', 'eval'), join(drawn.folder, 'runs', 'older', 'eval'), { recursive: true });
    rmSync(join(drawn.folder, 'runs', 'older', 'eval', 'lfw', 'pairs.jsonl'));
    await expect(write({ name: 'older' })).rejects.toThrow(/Expected the distances of the pairs but received ENOENT/);
  });
});
