import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEmbeddings, saveEmbeddings } from './named-embeddings.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'embeddings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const embeddings = { data: Float32Array.of(1, 2, 3, 4), count: 2, dimension: 2, names: ['a/1.jpg', 'b/ 2.jpg'] };

async function saved(change: Partial<typeof embeddings> = {}): Promise<string> {
  const file = join(folder, 'e.npy');
  await saveEmbeddings(file, { ...embeddings, ...change });
  return file;
}

describe('embeddings', () => {
  it('come back with their names', async () => {
    const { sha256, ...loaded } = await loadEmbeddings(await saved());
    expect(loaded).toEqual(embeddings);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('have a name a line beside them', async () => {
    await saved();
    expect(readFileSync(join(folder, 'e.txt'), 'utf8')).toBe('a/1.jpg\nb/ 2.jpg\n');
  });

  it('may have names of Windows', async () => {
    const file = await saved();
    writeFileSync(join(folder, 'e.txt'), '\uFEFFa/1.jpg\r\nb/ 2.jpg\r\n');
    expect((await loadEmbeddings(file)).names).toEqual(embeddings.names);
  });
});

describe('what is refused', () => {
  it.each([
    ['too few names', { names: ['a'] }, /2 names, one for each row of .*e\.npy but received 1 \(.*e\.txt\)/],
    ['a name that comes twice', { names: ['a', 'a'] }, /each name once but received a twice/],
    ['NaN', { data: Float32Array.of(1, 2, 3, NaN) }, /received NaN in column 1 \(.*e\.npy, row 1 \(b\/ 2\.jpg\)\)/],
    ['an infinity', { data: Float32Array.of(-Infinity, 2, 3, 4) }, /received -Infinity in column 0 .*row 0/],
    ['a row of zeros', { data: Float32Array.of(1, 2, 0, 0) }, /received only zeros .*row 1/],
  ])('%s', async (_, change, message) => {
    await expect(loadEmbeddings(await saved(change))).rejects.toThrow(message);
  });

  it('a file without names', async () => {
    const file = await saved();
    rmSync(join(folder, 'e.txt'));
    await expect(loadEmbeddings(file)).rejects.toThrow(/the names of the rows of .* but received ENOENT \(.*e\.txt\)/);
  });

  it('another ending', async () => {
    await expect(loadEmbeddings('e.npz')).rejects.toThrow('a file that ends in .npy but received "e.npz"');
  });
});
