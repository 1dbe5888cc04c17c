import { asError, DataError, readWholeFile } from '@arcface-ts/core';
import { type FileRange, FileWindow } from './file-window.js';
import { failAt, frameHeadBytes, joinParts, readFrame } from './record-frame.js';
import { parseRecordIndex } from './record-index.js';

/** Where one encoded photo stands in the `.rec`, and which class it is of. */
export interface RecordImage extends FileRange {
  /** Key of the record in the `.idx`. */
  readonly index: number;
  readonly label: number;
  /** Further stretches to append, for the few photos that the file holds in parts. */
  readonly rest?: readonly FileRange[];
}

export interface InsightfaceRecords {
  /** In the order of the `.idx`. */
  readonly images: readonly RecordImage[];
  /** The encoded photo. A decoding thread can as well read `position`, `bytes` and `rest` from the file by itself. */
  read(image: RecordImage): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Heads are read through a buffer of this size: less costs a call a photo, more only memory. */
const windowBytes = 2 ** 20;

/** MXNet's IRHeader `IfQQ`: labels that follow, label, id, second id. */
const imageHeadBytes = 24;

/** Frame, header and the two labels that anything here looks at. */
const headBytes = frameHeadBytes + imageHeadBytes + 8;

/** Key of the record that tells where the identities' records stand. */
const headerKey = 0;

/** Float32 counts exactly up to here: the header of a larger set is rounded and cannot be held against its records. */
const exactFloat32 = 2 ** 24;

/** A record without a photo: its two labels are a range of keys, `to` exclusive. */
interface KeyRange {
  readonly key: number;
  readonly position: number;
  readonly from: number;
  readonly to: number;
}

async function readRecord(window: FileWindow, key: number, position: number): Promise<RecordImage | KeyRange> {
  if (position + frameHeadBytes > window.size) {
    failAt(window, position, ['a record', `the end of the file, ${window.size - position} bytes on`]);
  }
  if (!window.holds(position, headBytes)) await window.move(position);
  const frame = readFrame(window, position);
  if (frame.part !== 'whole' && frame.part !== 'first') {
    failAt(window, position, ['the beginning of a record', `a ${frame.part} part`]);
  }
  const start = frame.position;
  if (frame.bytes < imageHeadBytes) {
    failAt(window, position, [`a photo's header of ${imageHeadBytes} bytes`, `a record of ${frame.bytes}`]);
  }
  const labels = window.uint32(start);
  const imageAt = imageHeadBytes + 4 * labels;
  if (frame.bytes < imageAt) {
    failAt(window, position, [`${labels} labels, as the header says`, `a record of ${frame.bytes} bytes`]);
  }
  // With labels behind the header, the first of them takes the place of the header's own.
  const label = window.float32(labels > 0 ? start + imageHeadBytes : start + 4);
  const second = labels > 1 ? window.float32(start + imageHeadBytes + 4) : Number.NaN;

  const range = { position: start + imageAt, bytes: frame.bytes - imageAt };
  if (frame.part === 'whole' && range.bytes === 0) return { key, position, from: label, to: second };
  if (!Number.isInteger(label) || label < 0) failAt(window, position, ['a class number as the label', `${label}`]);
  if (frame.part === 'whole') return { index: key, label, ...range };
  const [first, ...rest] = await joinParts(window, frame);
  return { index: key, label, position: range.position, bytes: (first as FileRange).bytes - imageAt, rest };
}

function rejectWrongRanges(
  window: FileWindow,
  records: { images: readonly RecordImage[]; ranges: readonly KeyRange[] },
): void {
  const { images, ranges } = records;
  const header = ranges.find(({ key }) => key === headerKey);
  const check = (range: KeyRange, last: number, expected: string): void => {
    const { from, to, position } = range;
    if (Number.isInteger(from) && Number.isInteger(to) && from >= 1 && from <= to && to <= last) return;
    failAt(window, position, [expected, `keys ${from} to ${to}`]);
  };
  if (header === undefined) {
    const [range] = ranges;
    if (range) failAt(window, range.position, ['a photo', `record ${range.key} without one`]);
    return;
  }
  check(header, Number.MAX_SAFE_INTEGER, "the keys of the identities' records in record 0");
  for (const range of ranges) {
    if (range !== header) check(range, header.from, `an identity's keys, from 1 up to ${header.from}`);
  }
  if (header.to >= exactFloat32) return;
  const stray = images.find(({ index }) => index >= header.from);
  if (stray) failAt(window, stray.position, [`photos with keys below ${header.from}`, `key ${stray.index}`]);
  const expected = [header.from - 1, header.to - header.from];
  const received = [images.length, ranges.length - 1];
  if (expected.join() === received.join()) return;
  failAt(window, header.position, [
    `${expected.join(' photos and ')} identities, as record 0 says`,
    `${received.join(' and ')} in the .idx`,
    'The .idx is cut off or belongs to another .rec: fetch both again.',
  ]);
}

/**
 * Opens insightface's training set, `train.rec` with `train.idx` as MXNet's face2rec2.py writes them, without MXNet.
 * Only the heads of the records are read; the photos stay where they are until someone reads them.
 *
 * Record 0 without a photo is insightface's header, [first identity's key, end): the keys below are photos, those in it
 * are identities, [first photo's key, end). Without such a record 0 every entry of the index is a photo.
 *
 * Throws a DataError that names file and offset for what is no record, a record or an entry of the index that leaves the
 * file, an index whose positions do not rise, and a header that does not fit the records.
 */
export async function openInsightfaceRecords({ rec, idx }: { rec: string; idx: string }): Promise<InsightfaceRecords> {
  const indexBytes = await readWholeFile(idx).catch(thrown => {
    const error = asError(thrown) as NodeJS.ErrnoException;
    throw DataError.because({
      expected: 'the index of a record file',
      received: error.code ?? error.message,
      place: idx,
      next: 'Put the .idx beside its .rec: a record file cannot be read in random order without it.',
    });
  });
  const window = await FileWindow.open(rec, { windowBytes });
  try {
    const { keys, positions } = parseRecordIndex(indexBytes, { file: idx, recordBytes: window.size });
    const images: RecordImage[] = [];
    const ranges: KeyRange[] = [];
    for (const [entry, key] of keys.entries()) {
      const record = await readRecord(window, key, positions[entry] as number);
      if ('index' in record) images.push(record);
      else ranges.push(record);
    }
    rejectWrongRanges(window, { images, ranges });
    return {
      images,
      read: async image => Buffer.concat(await Promise.all([image, ...(image.rest ?? [])].map(r => window.read(r)))),
      close: () => window.close(),
    };
  } catch (error) {
    await window.close();
    throw error;
  }
}
