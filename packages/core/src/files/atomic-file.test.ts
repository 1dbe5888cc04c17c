import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { ArcfaceError } from '../errors.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { refillFolder, writeFileAtomic, writeFolderAtomic, writeJsonAtomic } from './atomic-file.js';

describe('writeFileAtomic', () => {
  it('writes text and bytes, making the folders above', async () => {
    const folder = temporaryFolder();
    await writeFileAtomic(join(folder, 'a/b/text'), 'größer');
    await writeFileAtomic(join(folder, 'a/b/bytes'), Uint8Array.of(0, 255, 10));
    expect(readFileSync(join(folder, 'a/b/text'), 'utf8')).toBe('größer');
    expect([...readFileSync(join(folder, 'a/b/bytes'))]).toEqual([0, 255, 10]);
  });

  it('replaces the old content and leaves no temporary file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'a much longer old content');
    await writeFileAtomic(join(folder, 'file'), 'new');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('keeps the old content when the write fails midway, and leaves no temporary file', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    // Opened well, then refused by the write itself.
    const unwritable = 12 as unknown as string;
    await expect(writeFileAtomic(join(folder, 'file'), unwritable)).rejects.toThrow(TypeError);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it('leaves no temporary file when the name is that of a folder', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'taken'));
    await expect(writeFileAtomic(join(folder, 'taken'), 'x')).rejects.toThrow(/EISDIR/);
    expect(readdirSync(folder)).toEqual(['taken']);
  });

  it('shows a reader the old or the new content and nothing between', async () => {
    const path = join(temporaryFolder(), 'file');
    const contents = ['a', 'b'].map(letter => letter.repeat(300_000));
    await writeFileAtomic(path, contents[0] as string);
    let writing = true;
    const written = (async () => {
      for (let i = 1; i <= 12; i++) await writeFileAtomic(path, contents[i % 2] as string);
      writing = false;
    })();
    const torn: number[] = [];
    while (writing) {
      const seen = readFileSync(path, 'utf8');
      if (!contents.includes(seen)) torn.push(seen.length);
      await new Promise(resolve => setImmediate(resolve));
    }
    await written;
    expect(torn).toEqual([]);
  });

  it('lets writers of one file race: one of the contents stays', async () => {
    const folder = temporaryFolder();
    const contents = ['1', '2', '3', '4'];
    await Promise.all(contents.map(content => writeFileAtomic(join(folder, 'file'), content)));
    expect(contents).toContain(readFileSync(join(folder, 'file'), 'utf8'));
    expect(readdirSync(folder)).toEqual(['file']);
  });
});

it('writeJsonAtomic writes two spaces a level and a final newline', async () => {
  const path = join(temporaryFolder(), 'value.json');
  await writeJsonAtomic(path, { a: [1] });
  expect(readFileSync(path, 'utf8')).toBe('{\n  "a": [\n    1\n  ]\n}\n');
});

describe('writeFolderAtomic', () => {
  it('gives the folder its name only when it is full', async () => {
    const folder = temporaryFolder();
    await writeFolderAtomic(join(folder, 'deep/full'), async temporary => {
      await writeFile(join(temporary, 'a'), '1');
      expect(readdirSync(join(folder, 'deep'))).not.toContain('full');
    });
    expect(readdirSync(join(folder, 'deep'))).toEqual(['full']);
    expect(readdirSync(join(folder, 'deep/full'))).toEqual(['a']);
  });

  it('leaves nothing when filling it fails, and hands the error on', async () => {
    const folder = temporaryFolder();
    const failing = writeFolderAtomic(join(folder, 'full'), async temporary => {
      await writeFile(join(temporary, 'a'), '1');
      throw new Error('disk full');
    });
    await expect(failing).rejects.toThrow('disk full');
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['an empty folder', []],
    ['a filled one', ['old']],
  ])('refuses the name of %s before anything is written', async (_, files) => {
    const folder = temporaryFolder();
    const path = join(folder, 'taken');
    mkdirSync(path);
    for (const file of files) writeFileSync(join(path, file), '');
    let filled = false;
    const refused = writeFolderAtomic(path, async () => {
      filled = true;
    });
    await expect(refused).rejects.toThrow(
      new ArcfaceError(
        `Expected the name of a folder that does not exist yet but received one that does (${path}). Remove it, or choose another name.`,
      ),
    );
    expect(filled).toBe(false);
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(readdirSync(path)).toEqual(files);
  });

  it('refuses a name that was taken while it filled, and keeps what is there', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'taken');
    const refused = writeFolderAtomic(path, async () => {
      mkdirSync(path);
      writeFileSync(join(path, 'theirs'), '');
    });
    await expect(refused).rejects.toThrow(/ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(readdirSync(path)).toEqual(['theirs']);
  });
});

describe('refillFolder', () => {
  let path: string;
  beforeEach(() => {
    path = join(temporaryFolder(), 'lfw');
    mkdirSync(path);
    writeFileSync(join(path, 'old'), '');
  });
  /** Writes a new file, and then fails. */
  const failing = () =>
    refillFolder(path, async () => {
      await writeFileAtomic(join(path, 'new'), '');
      throw new Error('disk full');
    });

  it('leaves nothing of what was there before', async () => {
    await refillFolder(path, () => writeFileAtomic(join(path, 'new'), ''));
    expect([readdirSync(join(path, '..')), readdirSync(path)]).toEqual([['lfw'], ['new']]);
  });

  it('puts back what was there before when filling it fails, and hands the error on', async () => {
    await expect(failing()).rejects.toThrow('disk full');
    expect([readdirSync(join(path, '..')), readdirSync(path)]).toEqual([['lfw'], ['old']]);
  });

  it('takes the half that a killed process left for none', async () => {
    renameSync(path, join(path, '../.lfw.before'));
    mkdirSync(path);
    writeFileSync(join(path, 'half'), '');
    await expect(failing()).rejects.toThrow('disk full');
    expect([readdirSync(join(path, '..')), readdirSync(path)]).toEqual([['lfw'], ['old']]);
  });

  it('does not put back what a killed process had begun to remove', async () => {
    mkdirSync(join(path, '../.lfw.gone'));
    writeFileSync(join(path, '../.lfw.gone/a part of it'), '');
    await expect(failing()).rejects.toThrow('disk full');
    expect(readdirSync(path)).toEqual(['old']);
    await refillFolder(path, () => writeFileAtomic(join(path, 'new'), ''));
    expect([readdirSync(join(path, '..')), readdirSync(path)]).toEqual([['lfw'], ['new']]);
  });

  it('fills one that is not there, and leaves none when that fails', async () => {
    rmSync(path, { recursive: true });
    await expect(failing()).rejects.toThrow('disk full');
    expect(readdirSync(join(path, '..'))).toEqual([]);
    await refillFolder(path, () => writeFileAtomic(join(path, 'new'), ''));
    expect(readdirSync(path)).toEqual(['new']);
  });
});
