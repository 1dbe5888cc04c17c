import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkReplaceable, loadEmbeddings, saveEmbeddings } from './named-embeddings.js';

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

  it('that cannot be written leave no names of older ones behind', async () => {
    const file = await saved();
    await expect(saved({ data: undefined as never })).rejects.toThrow(TypeError);
    await expect(loadEmbeddings(file)).rejects.toThrow('the names of the rows');
    await checkReplaceable(file);
  });

  it('may have names of Windows', async () => {
    const file = await saved();
    writeFileSync(join(folder, 'e.txt'), '\uFEFFa/1.jpg\r\nb/ 2.jpg\r\n');
    expect((await loadEmbeddings(file)).names).toEqual(embeddings.names);
  });
});

describe('a file to write to', () => {
  it('may be new, or one that was written before', async () => {
    await checkReplaceable(join(folder, 'e.npy'));
    await checkReplaceable(await saved());
  });

  it.each([
    ['there is no .npy', () => undefined],
    ['the .npy is another one', async () => void (await saved())],
  ])('would not take the place of a list of pairs of the same name where %s', async (_, before) => {
    await before();
    const list = 'a/1.jpg b/2.jpg 0\na/1.jpg a/3.jpg 1\nb/1.jpg b/3.jpg 1\n';
    writeFileSync(join(folder, 'e.txt'), list);
    await expect(checkReplaceable(join(folder, 'e.npy'))).rejects.toThrow(/received another file of 3 lines/);
    expect(readFileSync(join(folder, 'e.txt'), 'utf8')).toBe(list);
  });

  it('ends in .npy', async () => {
    await expect(checkReplaceable('e.npz')).rejects.toThrow('a file that ends in .npy but received "e.npz"');
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
