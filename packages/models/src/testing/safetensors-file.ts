import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.js';

/** A safetensors file by its definition: u64 length, header, data. */
export function fileOf(header: unknown, data: readonly number[] = [], headerLength?: bigint): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(headerLength ?? BigInt(json.length));
  return Buffer.concat([length, json, Buffer.from(new Float32Array(data).buffer)]);
}

/** The path of a file of these bytes. */
export function written(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'model.safetensors');
  writeFileSync(path, bytes);
  return path;
}

/** A header's entry for an array of float32. */
export const array = (shape: number[], begin: number, end: number) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});
