import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from './npy.js';

/** By fixtures/make-npy.py: what numpy 2.4 writes. */
const fixtures = JSON.parse(readFileSync(new URL('../../fixtures/npy.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

function bytesOf(name: string): Uint8Array {
  return Buffer.from(fixtures[name] as string, 'base64');
}

const matrix = { rows: 2, columns: 3, data: Float32Array.of(1.5, -2, 0.1, 3e-8, 4, 5) };

describe('what numpy writes', () => {
  it.each(['float32', 'float64', 'float32, version 2.0'])('%s is read', name => {
    expect(decodeNpy(bytesOf(name), 'e.npy')).toEqual(matrix);
  });

  it.each([
    ['version 3.0', '.npy of version 1.0 or 2.0 but received 3.0 (e.npy)'],
    ['big-endian', "('<f4', '<f8') but received '>f4' (e.npy). Save embeddings.astype(\"<f4\")."],
    ['float16', "('<f4', '<f8') but received '<f2'"],
    ['int32', "('<f4', '<f8') but received '<i4'"],
    ['Fortran order', 'C order but received Fortran order (e.npy). Save numpy.ascontiguousarray(embeddings).'],
    ['a vector', 'a matrix [images, dimension] but received the shape [3]'],
    ['three dimensions', 'a matrix [images, dimension] but received the shape [1, 2, 3]'],
    ['no rows', 'a matrix [images, dimension] but received the shape [0, 3]'],
    ['a record', 'a header of numpy but received'],
  ])('%s is refused', (name, message) => {
    expect(() => decodeNpy(bytesOf(name), 'e.npy')).toThrow(message);
  });

  it('is what we write, byte by byte', () => {
    expect(Buffer.from(encodeNpy(matrix))).toEqual(bytesOf('float32'));
    const data = Float32Array.from({ length: 840 }, (_, index) => index);
    expect(Buffer.from(encodeNpy({ rows: 120, columns: 7, data }))).toEqual(bytesOf('float32, 120 x 7'));
  });
});

describe('a damaged file', () => {
  it.each([
    ['is cut off in its numbers', bytesOf('float32').subarray(0, -4), /2 × 3 numbers of 4 bytes .* received 20 bytes/],
    ['has numbers too many', Buffer.concat([bytesOf('float32'), Buffer.alloc(4)]), /received 28 bytes/],
    ['is cut off in its header', bytesOf('float32').subarray(0, 60), /a header of 118 bytes but received a file of 60/],
    ['is another one', Buffer.from('PK\x03\x04, a zip of arrays'), /a \.npy file of numpy but received 21 bytes/],
    ['is empty', Buffer.alloc(0), /received 0 bytes/],
  ])('that %s is refused', (_, bytes, message) => {
    expect(() => decodeNpy(bytes, 'e.npy')).toThrow(message);
  });

  it('is refused before anything of the size that it claims is allocated', () => {
    const text = Buffer.from(bytesOf('float32')).toString('latin1');
    const claimed = Buffer.from(text.replace('(2, 3), }  ', '(99999999999, 9), }').slice(0, text.length), 'latin1');
    expect(() => decodeNpy(claimed, 'e.npy')).toThrow(/99999999999 × 9 numbers/);
  });
});

it('gives back what was written, wherever the bytes lie in memory', () => {
  const shapes = fc.record({ rows: fc.integer({ min: 1, max: 20 }), columns: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(shapes, fc.integer({ min: 0, max: 7 }), ({ rows, columns }, offset) => {
      const data = Float32Array.from({ length: rows * columns }, (_, index) => index / 3);
      const bytes = encodeNpy({ rows, columns, data });
      const shifted = new Uint8Array(bytes.length + offset);
      shifted.set(bytes, offset);
      expect(decodeNpy(shifted.subarray(offset), 'e.npy')).toEqual({ rows, columns, data });
    }),
  );
});
