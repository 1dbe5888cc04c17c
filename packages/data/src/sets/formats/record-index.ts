import { DataError } from '@arcface-ts/core';

/** A parsed `.idx`: entry i says that record `keys[i]` begins at byte `positions[i]`. */
export interface RecordIndex {
  readonly keys: Float64Array;
  readonly positions: Float64Array;
}

const newline = 10;
const carriageReturn = 13;
const tab = 9;
const zero = 48;

/** Above this a sum of digits is no exact integer any more. */
const maxInteger = Number.MAX_SAFE_INTEGER;

/**
 * Parses MXNet's index of a record file, lines `key<TAB>position` in the order in which the records were written.
 * It works on bytes: the index of seventeen million photos is too much for strings.
 *
 * @param options.recordBytes size of the record file
 * Throws a DataError that names file and line for a malformed line, a position past the record file, positions that do not
 * rise, and a key that comes twice.
 */
export function parseRecordIndex(bytes: Uint8Array, options: { file: string; recordBytes: number }): RecordIndex {
  const { file, recordBytes } = options;
  const fail = (line: number, expected: string, received: string): never => {
    const next = 'The index belongs to another .rec, or is damaged: fetch both again.';
    throw DataError.because({ expected, received, place: `${file}:${line}`, next });
  };
  let lines = 1;
  for (const byte of bytes) if (byte === newline) lines++;
  const keys = new Float64Array(lines);
  const positions = new Float64Array(lines);

  let count = 0;
  let at = 0;
  const digits = (): number => {
    let value = 0;
    const first = at;
    for (; at < bytes.length; at++) {
      const digit = (bytes[at] as number) - zero;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    return at === first || value > maxInteger ? Number.NaN : value;
  };
  for (let line = 1; at < bytes.length; line++) {
    const start = at;
    const key = digits();
    const separated = bytes[at] === tab;
    at++;
    const position = digits();
    if (bytes[at] === carriageReturn) at++;
    if (!separated || Number.isNaN(key + position) || (at < bytes.length && bytes[at] !== newline)) {
      const text = new TextDecoder('latin1').decode(bytes.subarray(start, start + 80)).split('\n', 1)[0];
      fail(line, 'a line "key<TAB>position"', JSON.stringify(text));
    }
    at++;
    if (position >= recordBytes) {
      fail(line, `a position inside the .rec of ${recordBytes} bytes`, `offset ${position}`);
    }
    const before = positions[count - 1] ?? -1;
    if (position <= before) fail(line, `an offset above ${before}, that of the record before`, `${position}`);
    keys[count] = key;
    positions[count++] = position;
  }
  if (count === 0) fail(1, 'one record or more', 'none');
  rejectRepeatedKey(keys.subarray(0, count), file);
  return { keys: keys.subarray(0, count), positions: positions.subarray(0, count) };
}

function rejectRepeatedKey(keys: Float64Array, file: string): void {
  const sorted = keys.toSorted();
  const repeated = sorted.find((key, entry) => key === sorted[entry + 1]);
  if (repeated === undefined) return;
  throw DataError.because({
    expected: 'each key once',
    received: `key ${repeated} twice`,
    place: `${file}:${keys.lastIndexOf(repeated) + 1}`,
    next: 'Make the index again from its .rec.',
  });
}
