import { DataError, elementCount, parseJson, readWholeFile, ShapeError, writeFileAtomic } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Parameters } from './model.js';

/*
 * Weights are stored as safetensors (https://huggingface.co/docs/safetensors): a length, a JSON header, raw little-endian
 * arrays. Python reads the same file with the library of that name, and reading one never runs code.
 */

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.literal('F32'),
    shape: z.array(z.int().nonnegative()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);

/** A header longer than this is no header of ours: 100,000 names fit in it. */
const longestHeaderBytes = 16 * 1024 * 1024;

/**
 * Writes float32 tensors by name, atomically; `metadata` are texts that the file carries along.
 * Throws a ShapeError for a tensor of another type: its values would be read back as other numbers.
 */
export async function writeWeights(
  path: string,
  weights: Parameters,
  metadata: Record<string, string> = {},
): Promise<void> {
  const names = Object.keys(weights).sort();
  const header: Record<string, unknown> = { __metadata__: metadata };
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const name of names) {
    const tensor = weights[name] as tf.Tensor;
    if (tensor.dtype !== 'float32') {
      throw ShapeError.because({ expected: `${name} of float32`, received: tensor.dtype, place: 'writeWeights' });
    }
    const values = (await tensor.data()) as Float32Array;
    header[name] = { dtype: 'F32', shape: tensor.shape, data_offsets: [offset, offset + values.byteLength] };
    offset += values.byteLength;
    chunks.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  const json = Buffer.from(JSON.stringify(header));
  // The arrays start at a multiple of 8 bytes: the header is padded with spaces, as the format says.
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  await writeFileAtomic(path, Buffer.concat([length, padded, ...chunks]));
}

/**
 * Reads a safetensors file of float32 arrays. The caller disposes the tensors.
 * Throws a DataError that names the file when it is missing, damaged or of another dtype.
 */
export async function readWeights(path: string): Promise<Parameters> {
  const bytes = await readWholeFile(path).catch((error: NodeJS.ErrnoException) => {
    throw fault(path, 'a readable safetensors file', error.code ?? error.message);
  });
  if (bytes.length < 8) throw fault(path, 'a safetensors file', `${bytes.length} bytes`);
  const headerBytes = Number(bytes.readBigUInt64LE());
  const longest = Math.min(longestHeaderBytes, bytes.length - 8);
  if (headerBytes > longest)
    throw fault(path, `a header of ${longest} bytes at most`, `a header length of ${headerBytes}`);
  const header = parseJson(bytes.toString('utf8', 8, 8 + headerBytes), z.record(z.string(), z.unknown()), path);
  delete header['__metadata__'];
  const entries = parseJson(JSON.stringify(header), headerSchema, path);
  // All arrays are checked before the first tensor is made, so that a fault leaves none behind.
  const arrays = arraysOf(path, entries, bytes.subarray(8 + headerBytes));
  return Object.fromEntries(arrays.map(({ name, shape, values }) => [name, tf.tensor(values, shape, 'float32')]));
}

interface NamedArray {
  readonly name: string;
  readonly shape: number[];
  readonly values: Float32Array;
}

/** The arrays must fill `data` from its first byte to its last, as the format asks: a hole or an overlap is damage. */
function arraysOf(path: string, entries: z.infer<typeof headerSchema>, data: Buffer): NamedArray[] {
  let expectedBegin = 0;
  const arrays = Object.entries(entries)
    .sort(([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1])
    .map(([name, { shape, data_offsets }]) => {
      const [begin, end] = data_offsets;
      const size = 4 * elementCount(shape);
      if (end - begin !== size) throw fault(path, `${size} bytes for ${name} [${shape.join(', ')}]`, `${end - begin}`);
      if (begin !== expectedBegin) throw fault(path, `${name} to begin at ${expectedBegin}`, `${begin}`);
      if (end > data.length)
        throw fault(path, `${name} to end inside ${data.length} bytes of data`, `an end at ${end}`);
      expectedBegin = end;
      // A copy of its own: the slice may start off a multiple of four bytes.
      return { name, shape, values: new Float32Array(new Uint8Array(data.subarray(begin, end)).buffer) };
    });
  if (expectedBegin !== data.length) throw fault(path, `data of ${expectedBegin} bytes`, `${data.length}`);
  return arrays;
}

function fault(path: string, expected: string, received: string): DataError {
  const next = 'The file is damaged or no safetensors file: use another checkpoint.';
  return DataError.because({ expected, received, place: path, next });
}
