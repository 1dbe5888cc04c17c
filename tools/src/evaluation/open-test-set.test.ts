import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pngFromRgb } from '@arcface-ts/data';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestSet } from './open-test-set.js';
import { writeBin } from './testing/write-bin.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-sets-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(test: string) {
  const say = () => undefined;
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  return openTestSet(test, { workspace: folder, cacheFolder: join(folder, 'cache'), crop: 'aligned-112', say, data });
}

async function bin(path: string): Promise<void> {
  const images: Uint8Array[] = [];
  for (let shade = 0; shade < 40; shade++) {
    images.push(await pngFromRgb({ data: new Uint8Array(112 * 112 * 3).fill(shade), width: 112, height: 112 }));
  }
  writeBin(join(folder, 'data', path), { images, same: Array.from({ length: 20 }, (_, pair) => pair % 2 === 0) });
}

describe('openTestSet', () => {
  it.each([
    ['agedb_30', 'agedb_30.bin', 'agedb_30'],
    ['cfp-fp', 'faces_emore/cfp_fp.bin', 'cfp-fp'],
    ['vgg2_fp.bin', 'vgg2_fp.bin', 'vgg2_fp'],
    ['lfw', 'lfw.bin', 'lfw_bin'],
  ])('finds %s as %s', async (test, path, name) => {
    await bin(path);
    const set = await open(test);
    expect(set).toMatchObject({ name, dataset: name, photos: { length: 40 }, crop: { name: 'aligned-112' } });
    expect(set.stamp).toMatchObject({ crop: { alignment: 'as the file has it', detector: null } });
    expect(set.people).toBeUndefined();
  });

  it('takes the photos of CFP before a file of their crops', async () => {
    await bin('cfp_fp.bin');
    mkdirSync(join(folder, 'data', 'cfp-dataset', 'Protocol'), { recursive: true });
    writeFileSync(join(folder, 'data', 'cfp-dataset', 'Protocol', 'Pair_list_F.txt'), 'no photo\n');
    await expect(open('cfp-fp')).rejects.toThrow(/Pair_list_F\.txt/);
  });

  it('says what was looked for, and where', async () => {
    await expect(open('calfw')).rejects.toThrow(
      `Expected calfw.bin in the data root or a folder of it but received none (${join(folder, 'data')}).`,
    );
    await expect(open('cfp-ff')).rejects.toThrow('Expected cfp_ff.bin, or cfp-dataset/, in the data root');
  });

  it.each(['../lfw', '', 'a/b'])('refuses %j for a name', async test => {
    await expect(open(test)).rejects.toThrow('the name of a set, such as cfp-fp or agedb_30');
  });
});
