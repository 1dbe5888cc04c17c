import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { PhotoFolder } from '../../testing/photo-folder.js';
import { readFolderOfPeople } from './folder-of-people.js';

let folder: PhotoFolder;

beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

function lay(...files: string[]): void {
  for (const file of files) folder.write(file, '');
}

const paths = async (): Promise<string[]> => (await readFolderOfPeople(folder.path)).photos.map(({ path }) => path);

it('returns each photo with the name of its folder', async () => {
  lay('n000002/0001_01.jpg', 'n000001/0003_01.PNG', 'n000001/0002_01.jpeg', 'Ann Lee/a b.webp', 'b/1.bmp', 'b/2.tif');
  expect(await readFolderOfPeople(folder.path)).toEqual({
    photos: [
      { path: 'Ann Lee/a b.webp', identity: 'Ann Lee' },
      { path: 'b/1.bmp', identity: 'b' },
      { path: 'b/2.tif', identity: 'b' },
      { path: 'n000001/0002_01.jpeg', identity: 'n000001' },
      { path: 'n000001/0003_01.PNG', identity: 'n000001' },
      { path: 'n000002/0001_01.jpg', identity: 'n000002' },
    ],
    notPhotos: 0,
  });
});

it('counts what is no photo, and takes no notice of names with a dot before them', async () => {
  lay('list.txt', '.DS_Store', '.cache/x.jpg', 'ann/1.jpg', 'ann/.2.jpg', 'ann/notes.txt', 'ann/jpg', 'ann/old/3.jpg');
  expect(await readFolderOfPeople(folder.path)).toEqual({
    photos: [{ path: 'ann/1.jpg', identity: 'ann' }],
    notPhotos: 4,
  });
});

it('sorts by path, whatever the names are and however many', async () => {
  const name = fc.string({ unit: fc.constantFrom('A', 'b', '-', ' ', '0', 'é', '!'), minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(name, { minLength: 1, maxLength: 90 }), async people => {
      const own = new PhotoFolder();
      try {
        for (const person of people) own.write(`${person}/1.jpg`, '');
        const found = (await readFolderOfPeople(own.path)).photos.map(({ path }) => path);
        expect(found).toEqual(people.map(person => `${person}/1.jpg`).sort());
      } finally {
        own.remove();
      }
    }),
    { numRuns: 20 },
  );
});

it('refuses a folder without people, such as the one above them', async () => {
  lay('train/n000001/1.jpg', 'readme.txt');
  await expect(readFolderOfPeople(folder.path)).rejects.toThrow(/1 folders and no photo in them .*train\/ of VGGFace2/);
});

it('names the folder that is not there', async () => {
  await expect(readFolderOfPeople(join(folder.path, 'none'))).rejects.toThrow(/received ENOENT \(.*none\)/);
});

it('follows links inside of the folder', async () => {
  lay('ann/1.jpg', 'ann/old/3.jpg');
  symlinkSync(join(folder.path, 'ann'), join(folder.path, 'bob'));
  symlinkSync('1.jpg', join(folder.path, 'ann/2.jpg'));
  symlinkSync('old', join(folder.path, 'ann/folder.jpg'));
  expect(await readFolderOfPeople(folder.path)).toMatchObject({
    photos: ['ann/1.jpg', 'ann/2.jpg', 'bob/1.jpg', 'bob/2.jpg'].map(path => ({ path })),
    notPhotos: 4,
  });
});

it('refuses a link to the folder itself', async () => {
  lay('ann/1.jpg');
  symlinkSync('..', join(folder.path, 'ann/all'));
  await expect(readFolderOfPeople(folder.path)).rejects.toThrow(/a link inside .* \(.*ann\/all\)/);
});

it.each(['photo', 'person'])('refuses the link of a %s that leads out of the folder', async kind => {
  const other = new PhotoFolder();
  try {
    const target = other.write('out/secret.jpg', '');
    lay('ann/1.jpg');
    if (kind === 'photo') symlinkSync(target, join(folder.path, 'ann/2.jpg'));
    else symlinkSync(join(other.path, 'out'), join(folder.path, 'bob'));
    await expect(readFolderOfPeople(folder.path)).rejects.toThrow(
      new RegExp(`a link inside .* but received one to ${other.path}/out.* \\(.*/(2\\.jpg|bob)\\)`),
    );
  } finally {
    other.remove();
  }
});

it('refuses a link to a folder whose name only begins alike', async () => {
  lay('set/ann/1.jpg', 'set-2/2.jpg');
  symlinkSync('../set-2', join(folder.path, 'set/bob'));
  await expect(readFolderOfPeople(join(folder.path, 'set'))).rejects.toThrow(/a link inside/);
});

it('refuses a link that leads nowhere', async () => {
  lay('ann/1.jpg');
  symlinkSync('none.jpg', join(folder.path, 'ann/2.jpg'));
  await expect(readFolderOfPeople(folder.path)).rejects.toThrow(/a link to something but received ENOENT \(.*2\.jpg\)/);
});

it.each(['a\nb', 'a\rb'])('refuses the name %j', async name => {
  lay(`${name}/1.jpg`);
  await expect(readFolderOfPeople(folder.path)).rejects.toThrow(`line breaks but received ${JSON.stringify(name)}`);
});

it('refuses a name that is no UTF-8', async () => {
  mkdirSync(Buffer.concat([Buffer.from(`${folder.path}/`), Buffer.of(0x61, 0xff)]));
  await expect(readFolderOfPeople(folder.path)).rejects.toThrow(/names in UTF-8/);
});

it('reads twenty thousand photos in well under two seconds', async () => {
  for (let person = 0; person < 200; person++) {
    lay(...Array.from({ length: 100 }, (_, photo) => `${person}/${photo}.jpg`));
  }
  const startedMs = performance.now();
  expect((await paths()).length).toBe(20_000);
  expect(performance.now() - startedMs).toBeLessThan(2000);
});
