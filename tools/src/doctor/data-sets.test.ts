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
  ]);
});

it('takes a named folder without faces for a fault', async () => {
  expect(await findings({ ARCFACE_DATA: workspace })).toMatchObject([{ name: 'data', state: 'fault' }]);
});

it('takes a named folder that does not exist for a fault', async () => {
  const [data] = await findings({ ARCFACE_DATA: join(workspace, 'mistyped') });
  expect(data).toMatchObject({ state: 'fault', detail: expect.stringContaining('mistyped') });
});
