import { cpSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type FaceDetector, type FivePoints, humanDetector, startTensorflow } from '@arcface-ts/detect';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alignedFrame } from '../alignment/aligned-frame.js';
import { cropOf as specificationOf, storedInSeen, storedSidePx } from '../alignment/crop-specification.js';
import { faceTemplate } from '../alignment/face-template.js';
import { fixedFrame } from '../alignment/fixed-frame.js';
import { apply, similarityBetween } from '../alignment/similarity.js';
import { type CropFrame, within } from '../decoding/crop-frame.js';
import { DecodePool } from '../decoding/decode-pool.js';
import { decodeRgb, jpegFromRgb } from '../decoding/image-codec.js';
import { sampleFrame } from '../decoding/sample-frame.js';
import { drawProceduralFaces, proceduralDefaults } from '../procedural/draw-procedural-faces.js';
import { faceView } from '../procedural/face-view.js';
import { drawIdentity } from '../procedural/identity.js';
import { drawConditions } from '../procedural/photo-conditions.js';
import { trainingPhotos } from '../procedural/procedural-photos.js';
import { type AlignFolderOptions, alignFolder } from '../testing/align-folder.js';
import { PhotoFolder } from '../testing/photo-folder.js';

const few = { identities: 3, photosPerIdentity: 4, verificationIdentities: 2, verificationPhotosPerIdentity: 2 };
const drawing = { ...proceduralDefaults, ...few, folds: 1, pairsPerFold: 1 };
const crop = specificationOf('aligned-112');
const sidePx = storedSidePx(crop);
let drawn: PhotoFolder;
let pool: DecodePool;
let detector: FaceDetector;

beforeAll(async () => {
  startTensorflow({ device: 'cpu' });
  drawn = new PhotoFolder();
  pool = new DecodePool({ threads: 2 });
  detector = await humanDetector({ batchSize: 8 });
  await drawProceduralFaces(join(drawn.path, 'faces'), drawing);
}, 60_000);
afterAll(async () => {
  detector.dispose();
  await pool.close();
  drawn.remove();
});

let folder: PhotoFolder;
let root: string;
beforeEach(() => {
  folder = new PhotoFolder();
  root = join(folder.path, 'set');
  cpSync(join(drawn.path, 'faces/celeba/Img/img_align_celeba'), root, { recursive: true });
});
afterEach(() => folder.remove());

function align(options: Partial<AlignFolderOptions> = {}) {
  return alignFolder(root, { cacheFolder: join(folder.path, 'cache'), pool, detector, ...options });
}

/** The crop by its frame in the photo, margin included. */
async function warped(path: string, frame: CropFrame): Promise<Uint8ClampedArray> {
  const image = await decodeRgb(readFileSync(join(root, path)), { maxWidth: 999, maxHeight: 999 });
  const target = new Uint8ClampedArray(sidePx * sidePx * 3);
  sampleFrame(image, { frame: within(frame, storedInSeen(crop)), gain: 1, bias: 0 }, sidePx, target);
  return target;
}

function meanDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(one.length).toBe(other.length);
  return Array.from(one, (value, i) => Math.abs(value - (other[i] as number))).reduce((a, b) => a + b) / one.length;
}

async function addNoise(path: string): Promise<void> {
  const [width, height] = [178, 218];
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 24);
  folder.write(`set/${path}`, await jpegFromRgb({ data, width, height }, { quality: 90 }));
}

describe('faces', () => {
  it('are all found, and their eyes stand at the template', async () => {
    const { summary, records } = await align();
    expect(summary).toMatchObject({ photos: 12, aligned: 12, missed: 0, unreadable: 0, dataset: 'procedural' });
    for (const { path, frame, person, conditions } of trainingPhotos(drawing)) {
      const someone = drawIdentity(person);
      const view = faceView(frame, drawConditions(conditions, someone), someone.skin.colour);
      const found = records.get(basename(path))?.landmarks as FivePoints;
      const toCrop = similarityBetween(found, faceTemplate);
      for (const [index, side] of [-0.5, 0.5].entries()) {
        const { x, y } = view.at(side, 0);
        const [u, v] = apply(toCrop, [x, y]);
        const [templateU, templateV] = faceTemplate[index] as readonly [number, number];
        expect(112 * Math.hypot(u - templateU, v - templateV)).toBeLessThan(4);
      }
    }
  });

  it('are cut where the manifest says that they are', async () => {
    const { records, cropOf } = await align();
    for (const [path, { landmarks, sizePx }] of records) {
      const [width, height] = sizePx as [number, number];
      const expected = await warped(path, alignedFrame(landmarks as FivePoints, { width, height }));
      expect(meanDifference(cropOf(path), expected)).toBeLessThan(0.1);
    }
  });

  it('that are annotated are aligned by that, without a detector', async () => {
    const { records, cropOf, summary, starts } = await align({ annotated: readdirSync(root) });
    expect([starts, summary.aligned]).toEqual([0, 12]);
    const record = records.get('000001.jpg');
    expect(record?.alignedBy).toBe('annotation');
    const points = faceTemplate.map(([x, y]) => [178 * x - 0.5, 218 * y - 0.5]) as unknown as FivePoints;
    expect(record?.landmarks).toEqual(points.map(point => point.map(value => expect.closeTo(value, 3))));
    const expected = await warped('000001.jpg', alignedFrame(points, { width: 178, height: 218 }));
    expect(meanDifference(cropOf('000001.jpg'), expected)).toBeLessThan(0.1);
  });

  it('that are not found are cropped where faces of the set usually are', async () => {
    await addNoise('noise.jpg');
    const { summary, records, cropOf } = await align();
    expect(summary).toMatchObject({ photos: 13, aligned: 12, missed: 1, unreadable: 0 });
    expect(records.get('noise.jpg')).toMatchObject({ sizePx: [178, 218], landmarks: null, alignedBy: 'fixed' });
    const expected = await warped('noise.jpg', fixedFrame('celeba', { width: 178, height: 218 }));
    expect(meanDifference(cropOf('noise.jpg'), expected)).toBeLessThan(0.1);
  });

  it('that are turned to the front are looked at, annotated or not, and stand where others do', async () => {
    await addNoise('noise.jpg');
    const straight = await align({ annotated: ['noise.jpg'] });
    const frontal = await align({ annotated: readdirSync(root), crop: specificationOf('frontal-112') });
    expect([frontal.starts, frontal.summary.aligned, frontal.summary.crop.name]).toEqual([1, 13, 'frontal-112']);
    for (const [path, { alignedBy, landmarks }] of frontal.records) {
      const difference = meanDifference(frontal.cropOf(path), straight.cropOf(path));
      expect(landmarks).toEqual(straight.records.get(path)?.landmarks);
      if (path === 'noise.jpg') expect([alignedBy, difference]).toEqual(['annotation', 0]);
      else {
        expect(alignedBy).toBe('detector');
        expect(difference).toBeGreaterThan(1);
        expect(difference).toBeLessThan(40);
      }
    }
  });

  it('are nearly the same in JPEGs', async () => {
    const raw = await align();
    const jpeg = await align({ encoding: 'jpeg' });
    expect(jpeg.summary.bytes).toBeLessThan(raw.summary.bytes / 3);
    for (const path of jpeg.records.keys()) {
      const { data } = await decodeRgb(jpeg.cropOf(path), { maxWidth: sidePx, maxHeight: sidePx });
      expect(meanDifference(data, raw.cropOf(path))).toBeLessThan(3);
    }
  });
});

it.each([
  ['found', []],
  ['annotated', ['text.jpg', 'cut.jpg']],
])('files that are no images are told of with the faces that are %s', async (_, annotated) => {
  folder.write('set/text.jpg', 'no photo');
  cpSync(join(root, '000001.jpg'), join(root, 'cut.jpg'));
  truncateSync(join(root, 'cut.jpg'), 2000);
  const { summary, records } = await align({ annotated });
  expect(summary).toMatchObject({ photos: 14, aligned: 12, missed: 0, unreadable: 2 });
  const nothing = { sizePx: null, landmarks: null, alignedBy: 'fixed', crop: null };
  expect(records.get('text.jpg')).toMatchObject({ ...nothing, problem: expect.stringMatching(/it is no JPEG/) });
  expect(records.get('cut.jpg')).toMatchObject({ ...nothing, problem: expect.stringMatching(/premature end/) });
  expect((await align({ annotated })).cut).toBe(0);
});
