import { appendFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { faceTemplate } from '../alignment/face-template.js';
import { jpegFromRgb } from '../decoding/image-codec.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { alignFaces } from './align-faces.js';
import { listPhotos, writePhotoList } from './photo-list.js';

/** A YuNet of random weights. */
const tinyYunet = new URL('../../../detect/fixtures/tiny-yunet.onnx', import.meta.url);

let folder: PhotoFolder;
let net: string;
beforeEach(async () => {
  folder = new PhotoFolder();
  net = join(folder.path, 'net.onnx');
  copyFileSync(tinyYunet, net);
  const photo = await jpegFromRgb(
    { data: new Uint8Array(3 * 64 * 64).fill(99), width: 64, height: 64 },
    { quality: 90 },
  );
  folder.write('set/one.jpg', photo);
  const facts = { set: 'set', dataset: 'set', root: join(folder.path, 'set'), rowsWithoutPhoto: 0 };
  const listed = await listPhotos(facts, [{ path: 'one.jpg', identity: 'a', landmarks: faceTemplate }], []);
  await writePhotoList(join(folder.path, 'cache'), listed);
});
afterEach(() => folder.remove());

/** The detector that the crops are said to be made with, and how many were cut. */
async function align(detector?: string, crop?: string): Promise<{ detector: string | undefined; cut: number }> {
  let cut = 0;
  const summaries = await alignFaces({
    cacheFolder: join(folder.path, 'cache'),
    sets: ['set'],
    threads: 1,
    detector,
    crop,
    onProgress: (_, done) => {
      cut = done;
    },
  });
  return { detector: summaries['set']?.detector, cut };
}

it('cuts with the detector of human when none is named', async () => {
  expect(await align()).toEqual({ detector: expect.stringMatching(/^human /), cut: 1 });
  expect(await align('human')).toEqual({ detector: expect.stringMatching(/^human /), cut: 0 });
});

it('cuts anew with another detector, and with another file of the same name', async () => {
  await align();
  const first = await align(net);
  expect(first).toEqual({ detector: expect.stringMatching(/^yunet: .* sha256 [0-9a-f]{64}$/), cut: 1 });
  expect(await align(net)).toEqual({ ...first, cut: 0 });
  // A field that nobody reads.
  appendFileSync(net, Uint8Array.of(0x28, 1));
  const other = await align(net);
  expect(other.cut).toBe(1);
  expect(other.detector).not.toBe(first.detector);
});

it('leaves the crops alone when the named detector is none', async () => {
  const { detector } = await align();
  await expect(align('yunet')).rejects.toThrow('Expected human or the path of an .onnx file of YuNet');
  await expect(align(join(folder.path, 'set/one.onnx'))).rejects.toThrow('Expected a readable file');
  expect(await align()).toEqual({ detector, cut: 0 });
});

it('refuses to turn faces to the front with a detector that knows no relief', async () => {
  await expect(align(net, 'frontal-112')).rejects.toThrow(
    /^Expected a detector that finds the relief of a face, for the crop frontal-112 but received yunet: .* \(--detector\)\. Leave --detector out, or take an aligned crop\.$/,
  );
});
