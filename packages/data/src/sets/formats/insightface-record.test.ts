import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeRgb } from '../../decoding/image-codec.js';
import { greyJpeg, insightfaceRecords, recordFile, recordPayload } from '../../testing/insightface-fixture.js';
import { PhotoFolder } from '../../testing/photo-folder.js';
import { type InsightfaceRecords, openInsightfaceRecords, type RecordImage } from './insightface-record.js';

let folder: PhotoFolder;
let opened: InsightfaceRecords | undefined;

beforeEach(() => {
  folder = new PhotoFolder();
  opened = undefined;
});
afterEach(async () => {
  await opened?.close();
  folder.remove();
});

async function open(file: { rec: Uint8Array; idx: string }): Promise<InsightfaceRecords> {
  await opened?.close();
  opened = undefined;
  opened = await openInsightfaceRecords({
    rec: folder.write('train.rec', file.rec),
    idx: folder.write('train.idx', file.idx),
  });
  return opened;
}

/** What a decoding thread does: no reader, only the file and the places in it. */
function bytesAt(file: Uint8Array, image: RecordImage): Buffer {
  return Buffer.concat(
    [image, ...(image.rest ?? [])].map(range => file.subarray(range.position, range.position + range.bytes)),
  );
}

const photo = (...bytes: number[]): Uint8Array => Uint8Array.from([0xff, 0xd8, ...bytes]);
const set = (): { rec: Buffer; idx: string } =>
  recordFile(insightfaceRecords([[photo(1), photo(2, 3)], [photo(4, 5, 6)], [photo(7)]]));

describe('a set that MXNet wrote', () => {
  const written = JSON.parse(readFileSync(new URL('../../../fixtures/records.json', import.meta.url), 'utf8')) as {
    rec: string;
    idx: string;
    people: string[][];
  };
  const file = { rec: Buffer.from(written.rec, 'base64'), idx: written.idx };
  const people = written.people.map(images => images.map(image => Buffer.from(image, 'base64')));

  it('is read, photos in parts too', async () => {
    const records = await open(file);
    expect(records.images.map(({ label }) => label)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(records.images.map(image => image.rest?.length)).toEqual([...Array(4), 2, 2]);
    expect(await Promise.all(records.images.map(image => records.read(image)))).toEqual(people.flat());
  });

  it('is what the writer of these tests makes, to the byte', () => {
    expect(recordFile(insightfaceRecords(people))).toEqual(file);
  });
});

describe('a set with a header', () => {
  it('lists the photos with key, class and place, and neither header nor identities', async () => {
    const { rec, idx } = set();
    const { images } = await open({ rec, idx });
    expect(images.map(({ index, label }) => [index, label])).toEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 2],
    ]);
    expect(images.map(image => [...bytesAt(rec, image)])).toEqual(
      [photo(1), photo(2, 3), photo(4, 5, 6), photo(7)].map(bytes => [...bytes]),
    );
  });

  it('gives back JPEGs that decode to what was drawn', async () => {
    const levels = [40, 200];
    const jpegs = await Promise.all(levels.map(level => greyJpeg(level, { sizePx: 112 })));
    const records = await open(recordFile(insightfaceRecords(jpegs.map(jpeg => [jpeg]))));
    for (const [index, level] of levels.entries()) {
      const bytes = await records.read(records.images[index] as RecordImage);
      const { data, width } = await decodeRgb(bytes, { maxWidth: 112, maxHeight: 112 });
      expect(width).toBe(112);
      expect(Math.abs((data[0] as number) - level)).toBeLessThanOrEqual(2);
    }
  });

  it('finds photos on both sides of the window, and one that is larger than it', async () => {
    const sizes = [300_000, 900_000, 1_500_000, 5];
    const photos = sizes.map((size, index) => new Uint8Array(size).fill(index + 1));
    const { rec, idx } = recordFile(insightfaceRecords([photos]));
    const { images } = await open({ rec, idx });
    expect(images.map(({ bytes }) => bytes)).toEqual(sizes);
    expect(images.map(image => bytesAt(rec, image).every(byte => byte === image.index))).toEqual(sizes.map(() => true));
  });

  it('refuses an index that lacks some of the photos', async () => {
    const { rec, idx } = set();
    await expect(open({ rec, idx: idx.replace(/^3\t.*\n/m, '') })).rejects.toThrow(
      /Expected 4 photos and 3 identities, as record 0 says but received 3 and 3 in the \.idx \(.*train\.rec, offset \d+\)/,
    );
  });

  it("refuses an identity's range that leaves the photos", async () => {
    const records = insightfaceRecords([[photo(1)]]);
    records.splice(2, 1, [2, recordPayload({ id: 2, labels: [1, 3] })]);
    await expect(open(recordFile(records))).rejects.toThrow(/from 1 up to 2 but received keys 1 to 3 .*offset 84/);
  });

  it.each([
    ['no number', [Number.NaN, 3]],
    ['an end before the beginning', [3, 2]],
  ])('refuses a header with %s', async (_, labels) => {
    const records = [
      [1, recordPayload({ id: 1, labels: [0], image: photo(1) })],
      [0, recordPayload({ id: 0, labels })],
    ] as const;
    await expect(open(recordFile(records))).rejects.toThrow(/keys of the identities' records in record 0/);
  });
});

describe('a set without a header', () => {
  it('takes every entry for a photo, record 0 too', async () => {
    const records = [3, 1, 2].map(
      (label, key) => [key, recordPayload({ id: key, labels: [label], image: photo(key) })] as const,
    );
    const { images } = await open(recordFile(records));
    expect(images.map(({ index, label }) => [index, label])).toEqual([
      [0, 3],
      [1, 1],
      [2, 2],
    ]);
  });

  it('takes the first of several labels', async () => {
    const payload = recordPayload({ id: 0, labels: [6, 1, 0.5], image: photo(9) });
    const { rec, idx } = recordFile([[0, payload]]);
    const { images } = await open({ rec, idx });
    expect(images[0]?.label).toBe(6);
    expect(bytesAt(rec, images[0] as RecordImage)).toEqual(Buffer.from(photo(9)));
  });

  it('refuses a record without a photo', async () => {
    await expect(open(recordFile([[1, recordPayload({ id: 1, labels: [4] })]]))).rejects.toThrow(
      /Expected a photo but received record 1 without one \(.*train\.rec, offset 0\)/,
    );
  });

  it.each([0.5, -1, Number.POSITIVE_INFINITY])('refuses the label %d', async label => {
    const records = [[0, recordPayload({ id: 0, labels: [label], image: photo(1) })]] as const;
    await expect(open(recordFile(records))).rejects.toThrow(`a class number as the label but received ${label}`);
  });
});

describe('records in parts', () => {
  const magic = [0x0a, 0x23, 0xd7, 0xce];

  it('joins what the writer split, whatever the photo holds', async () => {
    const word = fc.oneof(fc.constant(magic), fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }));
    const image = fc
      .tuple(fc.array(word, { minLength: 1, maxLength: 12 }), fc.array(fc.nat(255), { maxLength: 3 }))
      .map(([words, tail]) => Uint8Array.from([...words.flat(), ...tail]));
    await fc.assert(
      fc.asyncProperty(fc.array(image, { minLength: 1, maxLength: 3 }), async images => {
        const { rec, idx } = recordFile(insightfaceRecords([images]));
        const records = await open({ rec, idx });
        for (const [index, expected] of images.entries()) {
          const found = records.images[index] as RecordImage;
          expect(bytesAt(rec, found)).toEqual(Buffer.from(expected));
          expect(await records.read(found)).toEqual(Buffer.from(expected));
        }
      }),
    );
  });

  const split = (): { rec: Buffer; idx: string } =>
    recordFile([[0, recordPayload({ id: 0, labels: [1], image: Uint8Array.from([1, 2, 3, 4, ...magic, 5, 6]) })]]);
  // Frame of 8 bytes, header of 24, four bytes of the photo: the second part begins at 36.
  const second = 36;

  it('names the offset of a record whose further parts are cut off', async () => {
    const { rec, idx } = split();
    await expect(open({ rec: rec.subarray(0, second), idx })).rejects.toThrow(
      /the other parts of this record but received the end of the file \(.*offset 8\)/,
    );
  });

  it('names the offset of a whole record among the parts', async () => {
    const { rec, idx } = split();
    rec.writeUInt32LE(2, second + 4);
    await expect(open({ rec, idx })).rejects.toThrow(/a further part .* but received a whole one \(.*offset 36\)/);
  });

  it('refuses an index that leads into a record', async () => {
    await expect(open({ ...split(), idx: `0\t${second}\n` })).rejects.toThrow(
      /the beginning of a record but received a last part \(.*offset 36\)/,
    );
  });
});

describe('damage', () => {
  it('names file and offset of a wrong magic', async () => {
    const { rec, idx } = set();
    const position = Number(/^2\t(\d+)/m.exec(idx)?.[1]);
    rec.writeUInt32LE(0x1234, position);
    await expect(open({ rec, idx })).rejects.toThrow(
      new RegExp(`begins with 0xced7230a but received 0x00001234 \\(.*train\\.rec, offset ${position}\\)`),
    );
  });

  it('names file and offset of a length beyond the file', async () => {
    const { rec, idx } = set();
    rec.writeUInt32LE(0x1fff_ffff, 4);
    await expect(open({ rec, idx })).rejects.toThrow(
      /a record inside the file's \d+ bytes but received one that ends at 536870919 .*offset 0\)/,
    );
  });

  it('refuses more labels than the record has room for', async () => {
    const { rec, idx } = set();
    rec.writeUInt32LE(0xffff_ffff, 8);
    await expect(open({ rec, idx })).rejects.toThrow(
      /4294967295 labels, as the header says but received a record of 35/,
    );
  });

  it('names line and offset of an index entry beyond the file', async () => {
    const { rec, idx } = set();
    await expect(open({ rec, idx: `${idx}99\t${rec.length}\n` })).rejects.toThrow(
      new RegExp(`received offset ${rec.length} \\(.*train\\.idx:9\\)`),
    );
  });

  it('names the file that is not there', async () => {
    const idx = folder.write('train.idx', '0\t0\n');
    const rec = `${folder.path}/train.rec`;
    await expect(openInsightfaceRecords({ rec, idx })).rejects.toThrow(/received ENOENT \(.*train\.rec\)/);
    await expect(openInsightfaceRecords({ rec, idx: rec })).rejects.toThrow(/Put the \.idx beside its \.rec/);
  });
});
