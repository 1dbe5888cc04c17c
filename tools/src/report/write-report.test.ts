import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunDirectory, writeJsonAtomic } from '@arcface-ts/core';
import { decodeRgb, type LabelledPhoto, pngFromRgb, wholePhoto } from '@arcface-ts/data';
import { embeddingNorms, evaluateVerification, pairDistances, verificationResult } from '@arcface-ts/eval';
import { readRun } from 'tensorboard-ts-writer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Evaluated, writeReport } from './write-report.js';

const people = 20;
let folder: string;
let run: RunDirectory;
let evaluated: Evaluated;
let photos: LabelledPhoto[];

/** Two photos a person, each of one colour; every fifth person's second photo has the embedding of somebody else's. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'arcface-report-'));
  run = RunDirectory.at(join(folder, 'runs'), 'try');
  const pictures = Array.from({ length: 2 * people }, (_, row) => join(folder, `${row}.png`));
  for (const [row, path] of pictures.entries()) {
    const data = new Uint8Array(16 * 16 * 3).fill(6 * row);
    await writeFile(path, await pngFromRgb({ data, width: 16, height: 16 }));
  }
  photos = pictures.map((path, row) => ({
    path: `P${row >> 1}/P${row}.png`,
    label: 0,
    image: { path },
    frame: wholePhoto,
  }));
  const angles = Array.from({ length: 2 * people }, (_, row) => {
    const person = row >> 1;
    return row % 2 === 1 && person % 5 === 0 ? person + 1.02 : person + 0.1 * (row % 2);
  });
  const embeddings = {
    data: Float32Array.from(angles.flatMap(angle => [Math.cos(angle), Math.sin(angle), Math.cos(2 * angle)])),
    count: 2 * people,
    dimension: 3,
  };
  const pairs = Array.from({ length: people }, (_, person) => {
    const next = (person + 1) % people;
    const common = { first: 2 * person, fold: person % 2, firstIdentity: person };
    return [
      { ...common, second: 2 * person + 1, same: true, secondIdentity: person },
      { ...common, first: 2 * person + 1, second: 2 * next, same: false, secondIdentity: next },
    ];
  }).flat();
  const verification = evaluateVerification(embeddings, pairs, { resamples: 20 });
  const checkpoint = { path: 'runs/try/best', sha256: 'ab'.repeat(32) };
  const result = verificationResult(verification, { dataset: 'lfw', checkpoint, imagesPerSecond: 1 });
  const distances = pairDistances(embeddings, embeddingNorms(embeddings), pairs);
  const names = photos.map(({ path }) => path);
  evaluated = { set: 'lfw', result, verification, embeddings, pairs, distances, names, step: 7 };
  await mkdir(run.evaluationFolder, { recursive: true });
  await writeJsonAtomic(run.evaluationFile('lfw'), result);
});
afterAll(() => rm(folder, { recursive: true }));

async function eventsOf(set: string): Promise<Map<string, string>> {
  const kinds = new Map<string, string>();
  for await (const event of readRun(join(run.evaluationFolder, set))) {
    if (event.what.case !== 'summary') continue;
    for (const { tag, value, metadata } of event.what.value.value) {
      kinds.set(tag, metadata?.pluginData?.pluginName || String(value.case));
    }
  }
  return kinds;
}

it('writes a page with the pictures of the pairs it errs on, and events with what the page shows', async () => {
  const path = await writeReport(run, { ...evaluated, photos }, { threads: 1 });
  expect(path).toBe(join(folder, 'runs', 'try', 'eval', 'lfw', 'report.html'));
  const page = await readFile(path, 'utf8');
  const wrong = [...page.matchAll(/<img src="data:image\/jpeg;base64,[^"]+" alt="([^"]+)"/g)].map(([, name]) => name);
  // Of person 0 the second photo lies where person 1 is: refused as 0, and accepted as 1.
  expect(wrong).toEqual(expect.arrayContaining(['P0/P0.png', 'P0/P1.png', 'P1/P2.png']));
  expect(Object.fromEntries(await eventsOf('lfw'))).toEqual({
    'lfw/chart_roc': 'image',
    'lfw/chart_det': 'image',
    'lfw/chart_distances': 'image',
    'lfw/chart_folds': 'image',
    'lfw/same_person': 'pr_curves',
    'lfw/hardest_false_accepts': 'image',
    'lfw/hardest_false_rejects': 'image',
  });
});

it('shows each photo under its own name', async () => {
  const page = await readFile(await writeReport(run, { ...evaluated, photos }, { threads: 1 }), 'utf8');
  const shown = [...page.matchAll(/<img src="data:image\/jpeg;base64,([^"]+)" alt="P\d+\/P(\d+).png"/g)];
  expect(shown.length).toBeGreaterThan(4);
  for (const [, jpeg, row] of shown) {
    const { data } = await decodeRgb(Buffer.from(jpeg as string, 'base64'), { maxWidth: 112, maxHeight: 112 });
    expect(Math.abs((data[0] as number) - 6 * Number(row)), `row ${row}`).toBeLessThan(3);
  }
});

it('puts people with their pictures into the projector', async () => {
  await writeReport(run, { ...evaluated, photos }, { threads: 1 });
  const config = await readFile(join(run.evaluationFolder, 'lfw', 'projector_config.pbtxt'), 'utf8');
  expect(config).toContain('tensor_name: "lfw/people:00007"');
  const metadata = await readFile(join(run.evaluationFolder, 'lfw', '00007', 'lfw%2Fpeople', 'metadata.tsv'), 'utf8');
  expect(metadata.split('\n').slice(0, 3)).toEqual(['person\tphoto', 'P0\tP0.png', 'P0\tP1.png']);
});

it('names photos where there are none to show', async () => {
  await writeJsonAtomic(run.evaluationFile('named'), evaluated.result);
  const page = await readFile(await writeReport(run, { ...evaluated, set: 'named' }), 'utf8');
  expect(page).not.toContain('<img');
  expect(page).toContain('title="P0/P0.png"');
  expect([...(await eventsOf('named')).keys()].filter(tag => tag.includes('hardest'))).toEqual([]);
});
