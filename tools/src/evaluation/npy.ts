import { endianness } from 'node:os';
import { DataError } from '@arcface-ts/core';

/*
 * numpy's .npy (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html), as much of it as embeddings need. What npm
 * has (npyjs, numpy-parser) reads the parts of a header by pattern, takes a shape on trust and writes other bytes than numpy.
 */

/** A matrix as a .npy file holds it. */
export interface NpyMatrix {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns], row-major; a float64 file's numbers are rounded. */
  readonly data: Float32Array;
}

const magic = Buffer.from('\x93NUMPY', 'latin1');
/** Where the numbers begin is a multiple of it. */
const alignmentBytes = 64;

function littleEndian(): void {
  if (endianness() === 'LE') return;
  throw new Error('.npy files are read and written on little-endian machines alone');
}

/** The bytes of a .npy file of version 1.0 that numpy.save would write for float32 [rows, columns] in C order. */
export function encodeNpy({ rows, columns, data }: NpyMatrix): Uint8Array {
  littleEndian();
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`;
  // A magic, two bytes of version, two of length, the dictionary and a line end.
  const unpadded = magic.length + 4 + dictionary.length + 1;
  const header = `${dictionary.padEnd(dictionary.length + ((alignmentBytes - (unpadded % alignmentBytes)) % alignmentBytes))}\n`;
  const prefix = Buffer.alloc(magic.length + 4);
  magic.copy(prefix);
  prefix[6] = 1;
  prefix.writeUInt16LE(header.length, 8);
  return Buffer.concat([
    prefix,
    Buffer.from(header, 'latin1'),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

/** A header as numpy writes it; the order of keys is its, the spaces after colons and commas may be missing. */
const headerForm =
  /^\{\s*'descr':\s*'([^']*)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([\d,\s]*)\),?\s*\}\s*$/;

/**
 * Reads a .npy file of versions 1.0 and 2.0 with a matrix of little-endian float32 or float64 in C order. Nothing larger than the
 * file is allocated: the header's shape must be what the file's size says.
 *
 * Throws a DataError that names the file for everything else.
 */
export function decodeNpy(bytes: Uint8Array, file: string): NpyMatrix {
  littleEndian();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (expected: string, received: string, next = 'Write it with numpy.save(file, embeddings).'): never => {
    throw DataError.because({ expected, received, place: file, next });
  };
  if (buffer.length < 12 || !buffer.subarray(0, magic.length).equals(magic)) {
    return fail('a .npy file of numpy', `${buffer.length} bytes that do not begin like one`);
  }
  const version = `${buffer[6]}.${buffer[7]}`;
  if (version !== '1.0' && version !== '2.0') return fail('.npy of version 1.0 or 2.0', version);
  const headerAt = version === '1.0' ? 10 : 12;
  const start = headerAt + (version === '1.0' ? buffer.readUInt16LE(8) : buffer.readUInt32LE(8));
  if (start > buffer.length) return fail(`a header of ${start - headerAt} bytes`, `a file of ${buffer.length}`);
  const header = buffer.toString('latin1', headerAt, start);
  const [, type, order, shapeText] = headerForm.exec(header) ?? fail('a header of numpy', header.slice(0, 100).trim());
  if (type !== '<f4' && type !== '<f8') {
    return fail("little-endian float32 or float64 ('<f4', '<f8')", `'${type}'`, 'Save embeddings.astype("<f4").');
  }
  if (order === 'True') return fail('C order', 'Fortran order', 'Save numpy.ascontiguousarray(embeddings).');
  const shape = (shapeText ?? '').split(',').flatMap(size => (size.trim() === '' ? [] : [Number(size)]));
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2 || rows === 0 || columns === 0) {
    return fail('a matrix [images, dimension]', `the shape [${shape.join(', ')}]`);
  }
  const numberBytes = type === '<f4' ? 4 : 8;
  if (buffer.length - start !== rows * columns * numberBytes) {
    return fail(
      `${rows} × ${columns} numbers of ${numberBytes} bytes after the header`,
      `${buffer.length - start} bytes`,
      'The file is cut off, or was written by hand: save it again.',
    );
  }
  // A copy, since a typed array must begin at a multiple of its numbers' size.
  const { buffer: numbers } = Uint8Array.from(buffer.subarray(start));
  return {
    rows,
    columns,
    data: type === '<f4' ? new Float32Array(numbers) : Float32Array.from(new Float64Array(numbers)),
  };
}
