import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type PipelineOptions,
  RandomStream,
  readJson,
  thresholdCardSchema,
  type VerificationResult,
} from '@arcface-ts/core';
import { allocateSlab, DecodePool, pngFromRgb } from '@arcface-ts/data';
import { disposeParameters, initializeParameters } from '@arcface-ts/models';
import { loadWeights, modelOf, saveWeights } from '@arcface-ts/train';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateEmbeddings } from './evaluate-embeddings.js';
import { evaluateGallery, galleryReport } from './evaluate-gallery.js';
import { evaluatePhotos, type PhotoEvaluation } from './evaluate-photos.js';
import { openLfw } from './open-lfw.js';
import { openPairs } from './open-pairs.js';
import { openTestSet } from './open-test-set.js';
import { type DrawnWorkspace, drawnWorkspace } from './testing/drawn-workspace.js';
import { writeBin } from './testing/write-bin.js';

let drawn: DrawnWorkspace;
let lfw: VerificationResult;
let lines: string[];
let npy: string;
let list: string;

async function evaluate(
  open: PhotoEvaluation['open'],
  more: PipelineOptions = {},
  onLine: (line: string) => void = () => undefined,
): Promise<{ result: VerificationResult; lines: string[] }> {
  const said: string[] = [];
  const { folder: workspace, checkpoint } = drawn;
  // Op by op, since compiling the net takes longer than embedding 36 faces.
  const options = { checkpoint, name: 'try', eager: true, photos: 18, workers: 1, face: 'central' as const, ...more };
  const say = (line: string) => {
    said.push(line);
    onLine(line);
  };
  return { result: await evaluatePhotos({ command: 'eval:try', workspace, options, say, open }), lines: said };
}

/** All that must not depend on how the photos came to the protocol. */
function figures({ pairs, images, folds, accuracy, thresholds, tarAtFar, auc, eer, meanNorm }: VerificationResult) {
  return { pairs, images, folds, accuracy, thresholds, tarAtFar, auc, eer, meanNorm };
}

beforeAll(async () => {
  drawn = await drawnWorkspace();
  npy = join(drawn.folder, 'saved.npy');
  list = join(drawn.folder, 'own.txt');
  copyFileSync(join(drawn.data, 'lfw', 'pairs.txt'), list);
  ({ result: lfw, lines } = await evaluate(openLfw, { saveEmbeddings: npy }));
}, 120_000);
afterAll(() => drawn.remove());

describe('eval:lfw', () => {
  it('tells drawn faces apart better than chance, so that figures which agree say something', () => {
    expect(lfw.auc).toBeGreaterThan(0.6);
    expect(lfw.auc).toBeLessThan(1);
  });

  it('never calls drawn faces lfw', () => {
    expect(lfw.dataset).toBe('procedural');
    expect([lines[0], lines.at(-1)]).toEqual(
      Array(2).fill(expect.stringMatching(/^PROCEDURAL FACES: drawn, not photos/)),
    );
  });

  it('leaves its result and events in the run', () => {
    const folder = join(drawn.folder, 'runs', 'try', 'eval');
    expect(JSON.parse(readFileSync(join(folder, 'lfw.json'), 'utf8'))).toEqual(lfw);
    expect(existsSync(join(folder, 'lfw'))).toBe(true);
  });

  it('stamps what was measured', () => {
    expect(lfw.stamp).toEqual({
      set: 'lfw',
      pairs: { list: 'pairs.txt', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), same: 18, different: 18 },
      folds: { count: 3, from: 'as the list has them', peopleInSeveral: 0 },
      flip: 'added',
      crop: {
        name: 'aligned-112',
        version: 1,
        alignment: 'five points by similarity',
        detector: expect.stringContaining('blazeface'),
      },
      photos: { read: lfw.images, unreadable: 0, withoutFace: 0, withoutFaceCountedAs: 'cropped at a fixed place' },
      checkpointSha256: lfw.checkpoint.sha256,
      overlap: {
        people: { known: false, why: 'the training set numbers its people' },
        photos: { known: true, common: 0, of: lfw.images, examples: [], by: expect.stringContaining('0.95') },
      },
    });
    expect(lines.join('\n')).toContain(`0 of ${lfw.images} are in the training set too`);
  });
});

describe('the same figures come', () => {
  it('from the photos and their list of pairs', async () => {
    const images = join(drawn.data, 'lfw', 'images');
    const { result } = await evaluate(options => openPairs({ images, pairs: list }, options));
    expect(figures(result)).toEqual(figures(lfw));
    expect(result).toMatchObject({ dataset: 'own', stamp: { set: 'own', pairs: { sha256: lfw.stamp?.pairs.sha256 } } });
  });

  it('from the saved embeddings', async () => {
    const result = await evaluateEmbeddings({ workspace: drawn.folder, file: npy, pairs: list, say: () => undefined });
    expect(figures(result)).toEqual(figures(lfw));
    expect(result.stamp).toMatchObject({ flip: 'not known', crop: null, photos: null });
    expect(existsSync(join(drawn.folder, 'runs', 'saved.npy', 'eval', 'own.json'))).toBe(true);
  });

  it('from a .bin file of the same crops, but for the folds, which it has none of, and the people, whom it does not name', async () => {
    const { photos, pairs } = await openLfw(drawn);
    const side = 112;
    const slab = allocateSlab(photos.length * side * side * 3);
    const pool = new DecodePool({ threads: 1 });
    const offset = (index: number) => index * side * side * 3;
    await pool.decode(
      slab,
      photos.map((photo, index) => ({ ...photo, gain: 1, bias: 0, byteOffset: offset(index) })),
      { sizePx: side },
    );
    await pool.close();
    const pictures = await Promise.all(
      photos.map((_, index) => {
        const data = new Uint8Array(slab, offset(index), side * side * 3);
        return pngFromRgb({ data, width: side, height: side });
      }),
    );
    writeBin(join(drawn.data, 'train', 'own_30.bin'), {
      images: pairs.flatMap(({ first, second }) => [pictures[first] as Uint8Array, pictures[second] as Uint8Array]),
      same: pairs.map(({ same }) => same),
    });
    const { result } = await evaluate(options =>
      openTestSet('own-30', { ...options, workspace: drawn.folder, data: drawn.data }),
    );
    const { auc, eer, images, pairs: count } = figures(lfw);
    expect(result).toMatchObject({ auc, eer, images, pairs: count, dataset: 'own-30' });
    expect(result.meanNorm).toBeCloseTo(lfw.meanNorm, 5);
  });
});

it("CFP's photos are found and cut, and judged by its splits", async () => {
  const { photos } = await openLfw(drawn);
  const root = join(drawn.folder, 'cfp-root');
  const folder = join(root, 'cfp-dataset');
  const people = [...new Set(photos.map(({ path }) => path.split('/')[0] as string))].slice(0, 11);
  const listed: string[] = [];
  for (const [person, name] of people.entries()) {
    for (const photo of [1, 2]) {
      const path = `Data/Images/${String(person + 1).padStart(3, '0')}/frontal/0${photo}.jpg`;
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      copyFileSync(join(drawn.data, 'lfw', 'images', name, `${name}_000${photo}.jpg`), join(folder, path));
      listed.push(`${listed.length + 1} ../${path}`);
    }
  }
  mkdirSync(join(folder, 'Protocol'));
  writeFileSync(join(folder, 'Protocol', 'Pair_list_F.txt'), listed.join('\n'));
  for (let fold = 0; fold < 10; fold++) {
    const split = join(folder, 'Protocol', 'Split', 'FF', String(fold + 1).padStart(2, '0'));
    mkdirSync(split, { recursive: true });
    writeFileSync(join(split, 'same.txt'), `${2 * fold + 1},${2 * fold + 2}\n`);
    writeFileSync(join(split, 'diff.txt'), `${2 * fold + 1},${2 * fold + 3}\n`);
  }
  const { result } = await evaluate(options =>
    openTestSet('cfp-ff', { ...options, workspace: drawn.folder, data: root }),
  );
  expect(result).toMatchObject({ dataset: 'cfp-ff', pairs: 20, folds: 10, images: 21 });
  expect(result.stamp).toMatchObject({
    pairs: { list: 'Protocol/Split/FF', same: 10, different: 10 },
    // Each person but the first is also the other one of the fold before.
    folds: { from: 'as the splits have them', peopleInSeveral: 9 },
    photos: { read: 21, withoutFace: 0 },
  });
});

it('leaves the page and the thresholds to deploy beside the result, and those beside the weights too', async () => {
  const folder = join(drawn.folder, 'runs', 'try', 'eval', 'lfw');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('procedural');
  const card = await readJson(join(folder, 'thresholds.json'), thresholdCardSchema);
  expect(card).toMatchObject({ dataset: 'procedural', pairs: { same: 18, different: 18 } });
  expect(await readJson(join(drawn.checkpoint, 'thresholds', 'lfw.json'), thresholdCardSchema)).toEqual(card);
});

it('eval:gallery says who is who in a folder of people', async () => {
  const images = join(drawn.data, 'lfw', 'images');
  const options = { checkpoint: drawn.checkpoint, name: 'try', eager: true, photos: 18, workers: 1 };
  const result = await evaluateGallery({ workspace: drawn.folder, images, options, say: () => undefined });
  const { identification, allPairs } = result;
  expect(identification).toMatchObject({ gallery: 12, searches: { mated: 24, nonMated: 0 }, tpirAtFpir: {} });
  // By chance it would be a twelfth.
  expect(identification.rank1).toBeGreaterThan(0.2);
  expect(identification.rank5).toBeGreaterThanOrEqual(identification.rank1);
  expect(allPairs.pairs).toEqual({ same: 12 * 3, different: (36 * 35) / 2 - 36 });
  expect(Object.keys(allPairs.tarAtFar)).toEqual(['1e-1', '1e-2']);
  expect(galleryReport(result)).toContain('gallery of 12 people, one photo each; 24 searches for somebody in it');
  expect(existsSync(join(drawn.folder, 'runs', 'try', 'eval', 'images-gallery.json'))).toBe(true);
});

it('leaves no thresholds beside weights that took the place of those they were chosen for', async () => {
  const { record, parameters } = await loadWeights(drawn.checkpoint);
  disposeParameters(parameters);
  const others = initializeParameters(modelOf(record.config).parameters, RandomStream.fromSeed(2));
  const [checkpoint, next] = [join(drawn.folder, 'replaced'), join(drawn.folder, 'next')];
  await saveWeights(next, record, others);
  disposeParameters(others);
  cpSync(drawn.checkpoint, checkpoint, { recursive: true });
  rmSync(join(checkpoint, 'thresholds'), { recursive: true });
  const replaced = await evaluate(openLfw, { checkpoint }, line => {
    if (!line.startsWith('eval:try · ')) return;
    // The weights are loaded: a training has better ones now.
    rmSync(checkpoint, { recursive: true });
    renameSync(next, checkpoint);
  });
  expect(figures(replaced.result)).toEqual(figures(lfw));
  const line = 'no thresholds beside the weights, which are in replaced no more';
  expect(replaced.lines).toContain(line);
  expect(existsSync(join(checkpoint, 'thresholds'))).toBe(false);
  const removed = await evaluate(openLfw, { checkpoint }, said => {
    if (said.startsWith('eval:try · ')) rmSync(checkpoint, { recursive: true });
  });
  expect(removed.lines).toContain(line);
  expect(existsSync(checkpoint)).toBe(false);
});
