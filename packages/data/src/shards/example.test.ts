import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { fromBinary } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { jpegFromRgb } from '../decoding/image-codec.js';
import { cutPhoto, listedPhoto, somePixels, somePoints, tinyStore } from '../testing/cut-photo.js';
import { PhotoFolder } from '../testing/photo-folder.js';
import { CropStore, type CutPhoto, type StoreSpecification } from './crop-store.js';
import { type CropExample, encodeExample } from './example.js';
import { ExampleSchema } from './proto/example_pb.js';

const crop: CropExample = {
  image: somePixels(3),
  encoding: 'raw',
  sidePx: 4,
  path: 'größe/1 "a".jpg',
  identity: 'größe',
  label: 70_000,
  landmarks: somePoints,
};

function featuresOf(example: CropExample) {
  const { features } = fromBinary(ExampleSchema, encodeExample(example));
  return Object.fromEntries(
    Object.entries(features?.feature ?? {}).map(([name, { kind }]) => [name, [kind.case, kind.value?.value]]),
  );
}

describe('an example', () => {
  it('holds the crop and what is known of it', () => {
    const utf8 = (value: string) => [new TextEncoder().encode(value)];
    expect(featuresOf(crop)).toEqual({
      image: ['bytesList', [crop.image]],
      format: ['bytesList', utf8('raw')],
      height: ['int64List', [4n]],
      width: ['int64List', [4n]],
      label: ['int64List', [70_000n]],
      identity: ['bytesList', utf8('größe')],
      path: ['bytesList', utf8('größe/1 "a".jpg')],
      landmarks: ['floatList', somePoints.flat().map(Math.fround)],
    });
  });

  it('has no landmarks where no face was found', () => {
    const { landmarks, ...others } = featuresOf(crop);
    expect(featuresOf({ ...crop, landmarks: null })).toEqual(others);
    expect(landmarks).toBeDefined();
  });
});

describe('TensorFlow, where Python has it (TENSORFLOW_PYTHON names the Python, else it is python3),', () => {
  const script = fileURLToPath(new URL('../../fixtures/read_shards.py', import.meta.url));
  const named = process.env['TENSORFLOW_PYTHON'];
  let folder: PhotoFolder;
  beforeEach(() => {
    folder = new PhotoFolder();
  });
  afterEach(() => folder.remove());

  /** Writes a shard to a folder of its own. @returns its path */
  async function shardOf(name: string, specification: StoreSpecification, photos: CutPhoto[]): Promise<string> {
    const store = await CropStore.open(join(folder.path, name), specification);
    await store.add(photos);
    return join(store.folder, '00000.tfrecord');
  }

  /** What it reads of shards; undefined without TensorFlow, unless a Python was named for it. */
  async function readByTensorflow(shards: string[]): Promise<unknown> {
    const python = spawn(named ?? 'python3', [script, ...shards]);
    const ended = new Promise(resolve => python.on('close', resolve).on('error', resolve));
    const [output, errors, end] = await Promise.all([text(python.stdout), text(python.stderr), ended]);
    if (end === 0) return JSON.parse(output);
    if (named === undefined && (end instanceof Error || errors.includes("No module named 'tensorflow'"))) return;
    throw new Error(`${end}\n${errors}`);
  }

  it('reads shards of pixels and of JPEGs', { timeout: 120_000 }, async context => {
    const photos = [cutPhoto(listedPhoto('größe/1.jpg'), somePixels(1)), cutPhoto(listedPhoto('b/2.jpg'))];
    photos.push(cutPhoto(listedPhoto('b/1.jpg'), somePixels(2), null));
    // Middle grey: the one picture of which all decoders make the same pixels.
    const grey = new Uint8Array(4 * 4 * 3).fill(128);
    const jpeg = await jpegFromRgb({ data: grey, width: 4, height: 4 }, { quality: 95 });
    const read = await readByTensorflow([
      await shardOf('raw', tinyStore, photos),
      await shardOf('jpeg', { ...tinyStore, encoding: 'jpeg' }, [cutPhoto(listedPhoto('c/1.jpg'), jpeg)]),
    ]);
    if (read === undefined) return context.skip('Python has no TensorFlow');
    const facts = { shape: [4, 4, 3], landmarks: somePoints.map(point => point.map(Math.fround)) };
    const sha256 = (pixels: Uint8Array) => createHash('sha256').update(pixels).digest('hex');
    expect(read).toEqual([
      { ...facts, path: 'größe/1.jpg', identity: 'größe', label: 0, format: 'raw', sha256: sha256(somePixels(1)) },
      {
        ...facts,
        ...{ path: 'b/1.jpg', identity: 'b', label: 1, format: 'raw', sha256: sha256(somePixels(2)) },
        landmarks: null,
      },
      { ...facts, path: 'c/1.jpg', identity: 'c', label: 0, format: 'jpeg', sha256: sha256(grey) },
    ]);
  });
});
