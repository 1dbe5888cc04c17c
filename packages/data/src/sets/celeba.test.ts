import { afterEach, beforeEach, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { readCeleba } from './celeba.js';

let folder: PhotoFolder;

beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

function lay(rows: string, files: readonly string[]): void {
  folder.write('Anno/identity_CelebA.txt', rows);
  folder.write('Img/img_align_celeba/.keep', '');
  for (const file of files) folder.write(`Img/img_align_celeba/${file}`, '');
}

it('returns the photos that are there in the order of the annotation, and counts the other rows', async () => {
  lay('000003.jpg 7\n000001.jpg 2880\n000002.jpg 7\n000009.jpg 1\n', ['000001.jpg', '000002.jpg', '000003.jpg']);
  expect(await readCeleba(folder.path)).toEqual({
    photos: [
      { path: 'Img/img_align_celeba/000003.jpg', identity: '7' },
      { path: 'Img/img_align_celeba/000001.jpg', identity: '2880' },
      { path: 'Img/img_align_celeba/000002.jpg', identity: '7' },
    ],
    rowsWithoutPhoto: 1,
  });
});

it('reads a first line with the count of rows, and line ends of Windows', async () => {
  lay('2\r\n1.jpg 5\r\n2.jpg 6\r\n', ['1.jpg', '2.jpg']);
  expect((await readCeleba(folder.path)).photos.map(photo => photo.identity)).toEqual(['5', '6']);
});

it('refuses an annotation with fewer rows than its first line says', async () => {
  lay('3\n1.jpg 5\n2.jpg 6\n', ['1.jpg', '2.jpg']);
  await expect(readCeleba(folder.path)).rejects.toThrow(
    /Expected 3 rows, as the first line says but received 2 .*cut off/,
  );
});

it('names file and line of a malformed row', async () => {
  lay('1.jpg 5\n2.jpg six\n', ['1.jpg', '2.jpg']);
  await expect(readCeleba(folder.path)).rejects.toThrow(
    /received line 2: "2.jpg six" \(.*Anno\/identity_CelebA\.txt\)/,
  );
});

it('names the first ten malformed rows and counts the others', async () => {
  lay(Array.from({ length: 25 }, () => 'bad\n').join(''), ['1.jpg']);
  await expect(readCeleba(folder.path)).rejects.toThrow(/line 1: "bad".*line 10: "bad"; and 15 more/);
});

it('names both lines of a repeated row', async () => {
  lay('1.jpg 5\n2.jpg 6\n1.jpg 7\n', ['1.jpg', '2.jpg']);
  await expect(readCeleba(folder.path)).rejects.toThrow(/line 3: 1\.jpg, as in line 1/);
});

it('names a photo without a row', async () => {
  lay('1.jpg 5\n', ['1.jpg', '8.jpg', '7.jpg']);
  await expect(readCeleba(folder.path)).rejects.toThrow(/none for 7\.jpg; 8\.jpg \(.*identity_CelebA\.txt\)/);
});

it('refuses a set without photos', async () => {
  lay('1.jpg 5\n', []);
  await expect(readCeleba(folder.path)).rejects.toThrow(/0 photos and 1 rows, none of them a pair/);
});

it('names the annotation that is not there', async () => {
  folder.write('Img/img_align_celeba/1.jpg', '');
  await expect(readCeleba(folder.path)).rejects.toThrow(/received ENOENT \(.*identity_CelebA\.txt\)/);
});

it('reads as many rows as the whole set has in well under two seconds of the processor', async () => {
  const rows = Array.from(
    { length: 202_599 },
    (_, index) => `${String(index + 1).padStart(6, '0')}.jpg ${index % 10_177}`,
  );
  lay(rows.join('\n'), ['000001.jpg']);
  const start = process.cpuUsage();
  expect((await readCeleba(folder.path)).rowsWithoutPhoto).toBe(202_598);
  expect(process.cpuUsage(start).user / 1e6).toBeLessThan(2);
});
