import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PhotoFolder } from '../testing/photo-folder.js';
import { DecodePool } from './decode-pool.js';

const sizePx = 16;
const photosAtOnce = 50;
/** What sharp, WebAssembly and the threads' heaps settle at differs from run to run by some tens of mebibytes. */
const mostBytes = 96 * 2 ** 20;
/** Decoded photos; PROPERTY_RUNS=50000 is the long form. */
const decodes = Number(process.env['PROPERTY_RUNS'] ?? 1000);

let folder: PhotoFolder;
let pool: DecodePool;
beforeAll(() => {
  folder = new PhotoFolder();
  pool = new DecodePool({ threads: 2 });
});
afterAll(async () => {
  await pool.close();
  folder.remove();
});

it(`memory stays flat over ${decodes} photos, one in five of them damaged`, async () => {
  const noise = sharp({
    create: {
      width: 120,
      height: 100,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 50 },
    },
  });
  const jpeg = await noise.clone().jpeg().toBuffer();
  // The first goes to libjpeg-turbo, those that lie on their side and are no JPEG to sharp, the last to one and then the other.
  const paths = [
    folder.write('plain.jpg', jpeg),
    folder.write('plain-2.jpg', jpeg),
    folder.write('lying.jpg', await noise.clone().jpeg().withMetadata({ orientation: 6 }).toBuffer()),
    folder.write('photo.png', await noise.clone().png().toBuffer()),
    folder.write('damaged.jpg', jpeg.subarray(0, jpeg.length >> 1)),
  ];
  const slab = new SharedArrayBuffer(photosAtOnce * sizePx * sizePx * 3);
  const tasks = Array.from({ length: photosAtOnce }, (_, index) => ({
    image: { path: paths[index % paths.length] as string },
    // A part of the photo, so that it is decoded whole.
    frame: [0.1, 0, 0, 0, 0.1, 0] as const,
    byteOffset: index * sizePx * sizePx * 3,
    gain: 1,
    bias: 0,
  }));
  const decode = async (photos: number): Promise<void> => {
    for (let done = 0; done < photos; done += photosAtOnce) {
      const outcomes = await pool.decode(slab, tasks, { sizePx });
      expect(outcomes.filter(outcome => outcome !== undefined)).toHaveLength(photosAtOnce / paths.length);
    }
  };
  await decode(1000);
  const before = process.memoryUsage.rss();
  await decode(decodes);
  const grown = process.memoryUsage.rss() - before;
  if (process.env['PROPERTY_RUNS']) {
    const [growth, rss] = [grown, before].map(bytes => (bytes / 2 ** 20).toFixed(0));
    process.stderr.write(`memory after ${decodes} decoded photos: ${rss} MiB and ${growth} MiB more\n`);
  }
  expect(grown).toBeLessThan(mostBytes);
});
