import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isDeepStrictEqual } from 'node:util';
import {
  type ManifestRecord,
  manifestRecordSchema,
  readJson,
  writeFileAtomic,
  writeJsonAtomic,
} from '@arcface-ts/core';
import { frameRecord } from 'tensorboard-ts-writer';
import { z } from 'zod';
import { type CropSpecification, storedSidePx } from '../alignment/crop-specification.js';
import type { ListedPhoto } from '../preparation/photo-list.js';
import { type CropEncoding, encodeExample } from './example.js';

/** What all crops of a store have in common; crops made in another way are made anew. */
export interface StoreSpecification {
  readonly crop: CropSpecification;
  readonly encoding: CropEncoding;
  readonly detector: string;
}

/** A photo that was worked on; `image` is its crop, unless it could not be read. */
export interface CutPhoto {
  readonly photo: ListedPhoto;
  readonly record: Omit<ManifestRecord, 'crop'>;
  readonly image?: Uint8Array;
}

const storeSchema = z.object({
  schema: z.literal(1),
  specification: z.unknown(),
  /** Identity of each label: new ones are appended, so that what is written stays true. */
  identities: z.array(z.string()),
});

/**
 * The number of a shard and the first digits of its content's SHA-256, without which older ones are: who reads a shard that was replaced meanwhile, as
 * a training does for hours, finds none and not other photos at the same places.
 */
const shardName = /^\d+(-[0-9a-f]{8})?\.tfrecord$/;

/** Beside the shard, `.json` instead of `.tfrecord`: it is written last, so that a shard without one is not there. */
const shardSchema = z.object({
  schema: z.literal(1),
  bytes: z.int(),
  sha256: z.string(),
  photos: z.array(z.object({ key: z.string(), record: manifestRecordSchema })),
});

/**
 * Crops in shards, TFRecord files of tf.train.Example, that grow by what is missing: a photo that was changed or added is cut, one that
 * is as it was is not; a run that was killed loses the shard it was working on.
 */
export class CropStore {
  readonly folder: string;
  readonly #specification: StoreSpecification;
  readonly #labels = new Map<string, number>();
  /** By key. A shard may be gone by now, and its photos with it. */
  readonly #records = new Map<string, { readonly shard: string; readonly record: ManifestRecord }>();
  readonly #shardBytes = new Map<string, number>();

  private constructor(folder: string, specification: StoreSpecification) {
    this.folder = folder;
    this.#specification = specification;
  }

  /**
   * Opens the store of a folder, empty where the folder holds crops made in another way. A shard that is not what its index says is
   * told to `report` and left out: its photos are cut again.
   */
  static async open(
    folder: string,
    specification: StoreSpecification,
    report: (line: string) => void = () => undefined,
  ): Promise<CropStore> {
    const store = new CropStore(folder, specification);
    const file = join(folder, 'store.json');
    const old = await readJson(file, storeSchema).catch(() => undefined);
    if (old && isDeepStrictEqual(old.specification, specification)) {
      for (const identity of old.identities) store.#labels.set(identity, store.#labels.size);
    } else await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    for (const name of (await readdir(folder)).sort()) {
      if (name.endsWith('.tmp')) await rm(join(folder, name)); // A process was killed while it wrote.
      if (shardName.test(name)) await store.#read(name, report);
    }
    return store;
  }

  get shards(): number {
    return this.#shardBytes.size;
  }

  get bytes(): number {
    return [...this.#shardBytes.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** What became of a photo; undefined when it is not there, or was another one. */
  find(photo: ListedPhoto): ManifestRecord | undefined {
    const found = this.#records.get(keyOf(photo));
    return found && this.#shardBytes.has(found.shard) ? found.record : undefined;
  }

  /** Writes one more shard. */
  async add(photos: readonly CutPhoto[]): Promise<void> {
    await this.#number(photos.map(({ record }) => record.identity));
    const parts: Uint8Array[] = [];
    let end = 0;
    const places = photos.map(({ record, image }) => {
      if (image === undefined) return null;
      const framed = frameRecord(this.#example(record, image));
      // The pixels lie in the record as they are: a loader reads them in place.
      const position = end + Buffer.from(framed.buffer, framed.byteOffset, framed.length).indexOf(image);
      parts.push(framed);
      end += framed.length;
      return { position, length: image.length };
    });
    const content = Buffer.concat(parts);
    const sha256 = createHash('sha256').update(content).digest('hex');
    const shard = `${this.#nextNumber()}-${sha256.slice(0, 8)}.tfrecord`;
    const entries = photos.map(({ photo, record }, index) => {
      const place = places[index] ?? null;
      return { key: keyOf(photo), record: { ...record, crop: place && { shard, ...place } } };
    });
    const path = join(this.folder, shard);
    await rm(indexOf(path), { force: true });
    await writeFileAtomic(path, content);
    const index = { schema: 1, bytes: content.length, sha256, photos: entries };
    await writeFileAtomic(indexOf(path), `${JSON.stringify(index)}\n`);
    this.#shardBytes.set(shard, content.length);
    for (const { key, record } of entries) this.#records.set(key, { shard, record });
  }

  /** Removes the shards none of whose photos, unreadable ones among them, is still wanted. */
  async keepOnly(photos: readonly ListedPhoto[]): Promise<void> {
    const wanted = new Set(photos.map(photo => this.#records.get(keyOf(photo))?.shard));
    for (const shard of this.#shardBytes.keys()) if (!wanted.has(shard)) await this.#remove(shard);
  }

  #nextNumber(): string {
    const last = [...this.#shardBytes.keys()].sort().at(-1) ?? '-1';
    return String(Number.parseInt(last, 10) + 1).padStart(5, '0');
  }

  #example(record: Omit<ManifestRecord, 'crop'>, image: Uint8Array): Uint8Array {
    const { crop, encoding } = this.#specification;
    const label = this.#labels.get(record.identity) as number;
    return encodeExample({ ...record, image, encoding, sidePx: storedSidePx(crop), label });
  }

  async #number(identities: readonly string[]): Promise<void> {
    const known = this.#labels.size;
    for (const identity of identities) if (!this.#labels.has(identity)) this.#labels.set(identity, this.#labels.size);
    if (this.#labels.size === known && known > 0) return;
    await writeJsonAtomic(join(this.folder, 'store.json'), {
      schema: 1,
      specification: this.#specification,
      identities: [...this.#labels.keys()],
    });
  }

  async #read(shard: string, report: (line: string) => void): Promise<void> {
    const path = join(this.folder, shard);
    const index = await readJson(indexOf(path), shardSchema).catch(() => undefined);
    if (index?.bytes !== (await stat(path)).size || index.sha256 !== (await hashOf(path))) {
      report(`${path} is not what its index says it is: its photos are cut again.`);
      return this.#remove(shard);
    }
    this.#shardBytes.set(shard, index.bytes);
    for (const { key, record } of index.photos) this.#records.set(key, { shard, record });
  }

  async #remove(shard: string): Promise<void> {
    const path = join(this.folder, shard);
    await rm(indexOf(path), { force: true });
    await rm(path, { force: true });
    this.#shardBytes.delete(shard);
  }
}

/** All that decides what the crop of a photo is, and what is written beside it. */
function keyOf({ path, identity, bytes, modifiedMs, landmarks }: ListedPhoto): string {
  return JSON.stringify([path, identity, bytes, modifiedMs, landmarks ?? null]);
}

function indexOf(shardPath: string): string {
  return shardPath.replace(/\.tfrecord$/, '.json');
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}
