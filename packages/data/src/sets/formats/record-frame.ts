import { DataError } from '@arcface-ts/core';
import type { FileRange, FileWindow } from './file-window.js';

/** What each frame of MXNet's RecordIO begins with. */
export const recordMagic = 0xced7230a;

/** Bytes of magic and length. */
export const frameHeadBytes = 8;

/** A frame: `whole` is a record by itself, the others are parts of one. */
export interface RecordFrame extends FileRange {
  readonly part: 'whole' | 'first' | 'middle' | 'last';
  /** Where the next frame begins. */
  readonly end: number;
}

const parts = ['whole', 'first', 'middle', 'last'] as const;

export function failAt(window: FileWindow, position: number, explanation: [string, string, string?]): never {
  const [expected, received, next = 'The file is damaged or cut off: fetch it again.'] = explanation;
  throw DataError.because({ expected, received, place: `${window.file}, offset ${position}`, next });
}

/**
 * Reads a frame's head; the window must hold its eight bytes.
 * https://github.com/dmlc/dmlc-core/blob/main/include/dmlc/recordio.h: magic, then 3 bits of part and 29 bits of length, then
 * the data, padded to four bytes.
 */
export function readFrame(window: FileWindow, position: number): RecordFrame {
  const magic = window.uint32(position);
  if (magic !== recordMagic) {
    failAt(window, position, [`a record, which begins with ${hex(recordMagic)}`, hex(magic)]);
  }
  const word = window.uint32(position + 4);
  const part = parts[word >>> 29];
  if (part === undefined) failAt(window, position, ['a frame of kind 0 to 3', `${word >>> 29}`]);
  const bytes = word & 0x1fff_ffff;
  const start = position + frameHeadBytes;
  if (start + bytes > window.size) {
    failAt(window, position, [`a record inside the file's ${window.size} bytes`, `one that ends at ${start + bytes}`]);
  }
  return { part, position: start, bytes, end: start + Math.ceil(bytes / 4) * 4 };
}

/**
 * The stretches of a record in parts that make its data when joined. The writer splits data where they hold the magic by
 * chance, and leaves the magic out; but the next frame begins with one, just behind the part, and so each stretch takes that
 * along. In millions of photos there are some such records.
 *
 * @param first the record's first frame
 */
export async function joinParts(window: FileWindow, first: RecordFrame): Promise<FileRange[]> {
  const ranges: FileRange[] = [];
  let frame = first;
  while (frame.part === 'first' || frame.part === 'middle') {
    if (frame.bytes % 4 !== 0) {
      failAt(window, frame.position, ['a part of a multiple of four bytes', `${frame.bytes}`]);
    }
    ranges.push({ position: frame.position, bytes: frame.bytes + 4 });
    if (frame.end + frameHeadBytes > window.size) {
      failAt(window, frame.position, ['the other parts of this record', 'the end of the file']);
    }
    if (!window.holds(frame.end, frameHeadBytes)) await window.move(frame.end);
    const next = readFrame(window, frame.end);
    if (next.part === 'whole' || next.part === 'first') {
      failAt(window, frame.end, ['a further part of the record before', `a ${next.part} one`]);
    }
    frame = next;
  }
  ranges.push({ position: frame.position, bytes: frame.bytes });
  return ranges;
}

function hex(word: number): string {
  return `0x${word.toString(16).padStart(8, '0')}`;
}
