import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { listFaces } from './list-faces.js';
import { readPhotoList } from './photo-list.js';

const tiny = {
  identities: 2,
  photosPerIdentity: 2,
  verificationIdentities: 4,
  verificationPhotosPerIdentity: 2,
  folds: 2,
  pairsPerFold: 2,
};
const command = fileURLToPath(new URL('../../dist/commands/photos.js', import.meta.url));
let folder: PhotoFolder;
let cache: string;
let lines: string[];

beforeEach(() => {
  folder = new PhotoFolder();
  cache = join(folder.path, '.cache', 'data');
  lines = [];
});
afterEach(() => folder.remove());

async function layCeleba(root: string, size = { width: 89, height: 109 }): Promise<void> {
  folder.write(`${root}/celeba/Anno/identity_CelebA.txt`, '1.jpg 5\n2.jpg 5\n3.jpg 6\n');
  for (const name of ['1', '2'])
    await folder.photo(`${root}/celeba/Img/img_align_celeba/${name}.jpg`, { left: 9, ...size });
}

async function layLfw(root: string): Promise<void> {
  folder.write(`${root}/lfw/pairs.txt`, '1\t1\nAnn\t1\t2\nAnn\t1\tBob\t1\n');
  for (const photo of ['Ann/Ann_0001', 'Ann/Ann_0002', 'Bob/Bob_0001']) {
    await folder.photo(`${root}/lfw/images/${photo}.jpg`, { left: 9, width: 50, height: 50 });
  }
}

function prepare(data?: string, environment: NodeJS.ProcessEnv = {}) {
  return listFaces({
    workspace: folder.path,
    cacheFolder: cache,
    data,
    environment,
    procedural: tiny,
    report: line => lines.push(line),
  });
}

function filesOf(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
  return Object.fromEntries(
    names.map(entry => {
      const file = join(entry.parentPath, entry.name);
      return [file, `${statSync(file).mtimeMs} ${readFileSync(file, 'base64')}`];
    }),
  );
}

describe('real sets', () => {
  it('are listed with what was found of them', async () => {
    await layCeleba('sets');
    await layLfw('sets');
    const { summaries } = await prepare('sets');
    expect(summaries.celeba).toMatchObject({ dataset: 'celeba', photos: 2, identities: 1, rowsWithoutPhoto: 1 });
    expect(summaries.lfw).toMatchObject({ dataset: 'lfw', photos: 3, identities: 2, rowsWithoutPhoto: 0 });
    const { summary, photos } = await readPhotoList(cache, 'celeba');
    expect(summary.root).toBe(join(folder.path, 'sets', 'celeba'));
    expect(photos[0]).toMatchObject({ path: 'Img/img_align_celeba/1.jpg', identity: '5' });
  });

  it('are told of in a line each', async () => {
    await layCeleba('sets');
    await layLfw('sets');
    await prepare('sets');
    expect(lines).toEqual([
      `celeba: 2 photos of 1 people in ${folder.path}/sets/celeba; 1 rows of the annotation have no photo there.`,
      `lfw: 3 photos of 2 people in ${folder.path}/sets/lfw.`,
    ]);
  });

  it('are found in datasets/ without an option', async () => {
    await layCeleba('datasets');
    expect((await prepare()).procedural).toBe(false);
  });

  it('may lack one of the two, which is recorded for whoever needs it', async () => {
    await layCeleba('sets');
    expect((await prepare(undefined, { ARCFACE_DATA: 'sets' })).summaries.lfw).toBeUndefined();
    expect(lines.at(-1)).toMatch(/^lfw: not there/);
    await expect(readPhotoList(cache, 'lfw')).rejects.toThrow(/Expected a data root with lfw\/ but received .*sets/);
  });

  it('have another fingerprint when a photo is touched, and when an identity changes', async () => {
    await layCeleba('sets');
    const fingerprint = async () => (await prepare('sets')).summaries.celeba?.fingerprint;
    const first = await fingerprint();
    utimesSync(`${folder.path}/sets/celeba/Img/img_align_celeba/1.jpg`, 1, 1);
    const touched = await fingerprint();
    folder.write('sets/celeba/Anno/identity_CelebA.txt', '1.jpg 5\n2.jpg 6\n3.jpg 6\n');
    expect(new Set([first, touched, await fingerprint()]).size).toBe(3);
  });
});

it('names the photos of a list that are not there', async () => {
  folder.write('sets/mine/list.txt', '1.jpg Ann\n2.jpg Bob\n');
  folder.write('sets/mine/1.jpg', 'x');
  const list = listFaces({ workspace: folder.path, cacheFolder: cache, data: 'sets', set: 'mine', environment: {} });
  await expect(list).rejects.toThrow(/photos that are there but received 2\.jpg \(.*sets\/mine\)/);
});

it.each([
  ['../lfw', 'Expected names of folders'],
  ['pins', 'Expected a folder with pins/'],
  ['celeba,pins', 'Expected a folder with celeba/ and pins/'],
])('refuses the set %s', async (set, message) => {
  await layLfw('sets');
  const list = listFaces({ workspace: folder.path, cacheFolder: cache, data: 'sets', set, environment: {} });
  await expect(list).rejects.toThrow(message);
});

it('refuses a named root without faces', async () => {
  folder.write('sets/mnist/readme', '');
  await expect(prepare('sets')).rejects.toThrow(
    `Expected a folder with celeba/ or lfw/ but received ${folder.path}/sets, which has neither (--data).`,
  );
});

describe('procedural faces', () => {
  it('stand in when nobody named a root, and are called so from the first line to the last', async () => {
    const { procedural, summaries } = await prepare();
    expect(procedural).toBe(true);
    expect(summaries.celeba).toMatchObject({ set: 'celeba', dataset: 'procedural', photos: 4 });
    expect(summaries.lfw).toMatchObject({ set: 'lfw', dataset: 'procedural' });
    expect(lines[0]).toMatch(/procedural/);
    expect(lines.at(-1)).toMatch(/procedural/);
  });

  it('are drawn once', async () => {
    const { root } = await prepare();
    const before = filesOf(root);
    await prepare();
    expect(filesOf(root)).toEqual(before);
  });
});

describe('the command', () => {
  it('lists the data root of its option', async () => {
    await layCeleba('sets');
    const { stdout } = await promisify(execFile)(process.execPath, [command, '--data=sets'], { cwd: folder.path });
    expect(stdout).toMatch(/^celeba: 2 photos of 1 people/);
    expect((await readPhotoList(cache, 'celeba')).photos).toHaveLength(2);
  });

  it('ends with 1 and a message for a root that is not there', async () => {
    const failure = await promisify(execFile)(process.execPath, [command, '--data=nowhere'], {
      cwd: folder.path,
    }).catch(error => error);
    expect([failure.code, failure.stderr]).toEqual([
      1,
      expect.stringMatching(/^DataError: Expected a folder .*nowhere, which does not exist/),
    ]);
  });
});
