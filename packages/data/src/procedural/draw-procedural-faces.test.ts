import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawProceduralFaces, proceduralFingerprint } from './draw-procedural-faces.js';

const tiny = {
  seed: 5,
  identities: 3,
  photosPerIdentity: 2,
  verificationIdentities: 4,
  verificationPhotosPerIdentity: 2,
  folds: 2,
  pairsPerFold: 2,
};

let root: string;
let folder: string;
let progress: [number, number][];
let summary: Awaited<ReturnType<typeof drawProceduralFaces>>;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'procedural-'));
  folder = join(root, 'faces');
  progress = [];
  summary = await drawProceduralFaces(folder, {
    ...tiny,
    onProgress: (drawn, total) => progress.push([drawn, total]),
  });
});

afterAll(() => rm(root, { recursive: true, force: true }));

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort();
}

/** Height and width from a JPEG's frame header. */
async function jpegSize(path: string): Promise<[number, number]> {
  const bytes = await readFile(path);
  const frame = [...bytes.keys()].find(at => bytes[at] === 0xff && [0xc0, 0xc2].includes(bytes[at + 1] as number))!;
  return [bytes.readUInt16BE(frame + 5), bytes.readUInt16BE(frame + 7)];
}

describe('drawProceduralFaces', () => {
  it('lays the files out as CelebA and LFW do', async () => {
    const people = ['Drawn_Face_0001', 'Drawn_Face_0002', 'Drawn_Face_0003', 'Drawn_Face_0004'];
    expect(await filesIn(folder)).toEqual([
      'celeba/Anno/identity_CelebA.txt',
      ...[1, 2, 3, 4, 5, 6].map(number => `celeba/Img/img_align_celeba/00000${number}.jpg`),
      ...people.flatMap(name => [`lfw/images/${name}/${name}_0001.jpg`, `lfw/images/${name}/${name}_0002.jpg`]),
      'lfw/pairs.txt',
      'procedural.json',
    ]);
  });

  it('draws photos of the sizes of CelebA and LFW', async () => {
    expect(await jpegSize(join(folder, 'celeba/Img/img_align_celeba/000001.jpg'))).toEqual([218, 178]);
    expect(await jpegSize(join(folder, 'lfw/images/Drawn_Face_0001/Drawn_Face_0001_0001.jpg'))).toEqual([250, 250]);
  });

  it('lists every photo with one of the identities, and as many pairs as asked for', async () => {
    const rows = (await readFile(join(folder, 'celeba/Anno/identity_CelebA.txt'), 'utf8')).trimEnd().split('\n');
    expect(rows.map(row => row.split(' ')[1]).sort()).toEqual(['1', '1', '2', '2', '3', '3']);
    const pairs = (await readFile(join(folder, 'lfw/pairs.txt'), 'utf8')).trimEnd().split('\n');
    expect(pairs.map(pair => pair.split('\t').length)).toEqual([2, 3, 3, 4, 4, 3, 3, 4, 4]);
  });

  it('says what it drew, in its result and beside the photos', async () => {
    expect(summary).toEqual({
      fingerprint: proceduralFingerprint(tiny),
      trainingPhotos: 6,
      verificationPhotos: 8,
      pairs: 8,
    });
    const written: unknown = JSON.parse(await readFile(join(folder, 'procedural.json'), 'utf8'));
    expect(written).toEqual({ schema: 1, fingerprint: summary.fingerprint, options: tiny });
    expect(progress.at(-1)).toEqual([14, 14]);
  });

  it('draws the same bytes again', async () => {
    const again = join(root, 'again');
    await drawProceduralFaces(again, tiny);
    for (const file of await filesIn(folder)) {
      expect((await readFile(join(again, file))).equals(await readFile(join(folder, file))), file).toBe(true);
    }
  });

  it('refuses a folder that exists', async () => {
    await expect(drawProceduralFaces(folder, tiny)).rejects.toThrow(
      `Expected a folder that does not exist yet but received one that does (${folder}).`,
    );
  });

  it('leaves nothing behind when it is stopped halfway', async () => {
    const stopped = drawProceduralFaces(join(root, 'stopped'), {
      ...tiny,
      onProgress: () => {
        throw new Error('no room left');
      },
    });
    await expect(stopped).rejects.toThrow('no room left');
    expect((await readdir(root)).filter(name => name.startsWith('stopped'))).toEqual([]);
  });
});
