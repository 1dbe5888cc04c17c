import { afterEach, beforeEach, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { celebaLandmarksFile, readCelebaLandmarks } from './celeba-landmarks.js';

const header =
  '2\nlefteye_x lefteye_y righteye_x righteye_y nose_x nose_y leftmouth_x leftmouth_y rightmouth_x rightmouth_y\n';
let folder: PhotoFolder;
beforeEach(() => {
  folder = new PhotoFolder();
});
afterEach(() => folder.remove());

it('are fractions of the photo, by the middles of pixels', async () => {
  folder.write(celebaLandmarksFile, `${header}000001.jpg 69 109 106 113 77 142 73 152 108 154\n`);
  const points = (await readCelebaLandmarks(folder.path))?.get('000001.jpg');
  expect(points).toHaveLength(5);
  expect(points?.[0]).toEqual([69.5 / 178, 109.5 / 218]);
  expect(points?.[4]).toEqual([108.5 / 178, 154.5 / 218]);
});

it('may be absent', async () => {
  expect(await readCelebaLandmarks(folder.path)).toBeUndefined();
});

it('are read without the two lines of heading too', async () => {
  folder.write(celebaLandmarksFile, '1.jpg 69 109 106 113 77 142 73 152 108 154\n');
  expect([...((await readCelebaLandmarks(folder.path))?.keys() ?? [])]).toEqual(['1.jpg']);
});

it('name the lines that are none', async () => {
  folder.write(celebaLandmarksFile, `${header}1.jpg 69 109\n2.jpg 69 109 106 113 77 142 73 152 108 x\n`);
  await expect(readCelebaLandmarks(folder.path)).rejects.toThrow(/line 3: "1\.jpg 69 109".*line 4: "2\.jpg/s);
});
