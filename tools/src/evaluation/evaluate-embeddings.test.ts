import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallDisk } from '@arcface-ts/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluateEmbeddings } from './evaluate-embeddings.js';
import { saveEmbeddings } from './named-embeddings.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embeddings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const names = Array.from({ length: 12 }, (_, photo) => `Person_${Math.floor(photo / 2)}/${photo % 2}.jpg`);

/** Unit vectors on a circle, the two of a person 5° apart and people 60°, so that no pair is decided wrongly. */
function circle(photo: number): [number, number] {
  const angle = ((60 * Math.floor(photo / 2) + 5 * (photo % 2)) * Math.PI) / 180;
  return [Math.cos(angle), Math.sin(angle)];
}

async function evaluate({
  rows = names,
  label = 'pairs',
  name,
  workspace = folder,
}: {
  rows?: string[];
  label?: string;
  name?: string;
  workspace?: string;
} = {}) {
  const file = join(folder, 'other tool.npy');
  const data = Float32Array.from(rows.flatMap(row => circle(names.indexOf(row))));
  await saveEmbeddings(file, { data, count: rows.length, dimension: 2, names: rows });
  const people = Array.from({ length: 6 }, (_, person) => person);
  const pairs = join(folder, `${label}.txt`);
  const lines = people.flatMap(person => [
    `${names[2 * person]} ${names[2 * person + 1]} 1`,
    `${names[2 * person]} ${names[(2 * person + 2) % 12]} 0`,
  ]);
  writeFileSync(pairs, lines.join('\n'));
  const said: string[] = [];
  const result = await evaluateEmbeddings({
    workspace,
    file,
    pairs,
    folds: 2,
    name,
    say: line => void said.push(line),
  });
  return { result, text: said.join('\n') };
}

describe('evaluateEmbeddings', () => {
  it('judges rows in any order, and more of them than the pairs name', async () => {
    const { result } = await evaluate({ rows: ['Nobody/0.jpg', ...names.toReversed()] });
    expect(result).toMatchObject({ images: 12, pairs: 12, folds: 2, accuracy: { mean: 1 }, auc: 1 });
  });

  it('leaves its result in a run that no training has', async () => {
    expect((await evaluate()).text).toContain('written to runs/other-tool.npy/eval/pairs.json');
    expect((await evaluate({ name: 'mine' })).text).toContain('written to runs/mine/eval/pairs.json');
  });

  it('names photos without a row, and a row', async () => {
    await expect(evaluate({ rows: names.slice(2) })).rejects.toThrow(
      'Expected a row for each of the 12 photos that ' +
        `${join(folder, 'pairs.txt')} names but received none for 2, such as Person_0/0.jpg; ` +
        'the rows have names such as Person_1/0.jpg',
    );
  });

  it('that finds no room leaves all of an earlier evaluation, and replaces it once there is some', async context => {
    const { path: workspace } = smallDisk(context, 8192);
    await evaluate({ workspace });
    const evaluations = join(workspace, 'runs/other-tool.npy/eval');
    const contents = () =>
      ['pairs.json', ...readdirSync(join(evaluations, 'pairs')).map(name => `pairs/${name}`)].map(name => [
        name,
        readFileSync(join(evaluations, name), 'hex'),
      ]);
    const [before, ballast] = [contents(), join(workspace, 'ballast')];
    const { bavail, bsize } = statfsSync(workspace);
    writeFileSync(ballast, new Uint8Array((bavail - 4) * bsize));
    const other = { workspace, rows: names.toReversed() };
    await expect(evaluate(other)).rejects.toThrow(/^Expected room on the disk but received ENOSPC/);
    expect(contents()).toEqual(before);
    rmSync(ballast);
    await evaluate(other);
    expect(contents().map(([name]) => name)).toHaveLength(before.length);
    expect(contents()[0]).not.toEqual(before[0]);
    expect(readdirSync(evaluations).sort()).toEqual(['pairs', 'pairs.json']);
  });

  it('does not take the place of a result on LFW', async () => {
    await expect(evaluate({ label: 'lfw' })).rejects.toThrow(/a list of another name than lfw, which eval:lfw has/);
  });
});
