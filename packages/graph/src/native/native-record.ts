import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ArcfaceError, asError, parseJson } from '@arcface-ts/core';
import { z } from 'zod';
import { nativeFolder } from './places.js';

/** `.cache/native/native.json`: what the two add-ons beside it were built from. */
export const nativeRecordSchema = z.object({
  schema: z.literal(1),
  device: z.enum(['cpu', 'gpu']),
  platform: z.string(),
  requirementsHash: z.string(),
  /** Folder with `tensorflow/` and, for a GPU, `nvidia/`. */
  libraries: z.string(),
  libraryBytes: z.int(),
  /** tfjs-node's version, whose binding was compiled. */
  tfjs: z.string(),
  tensorflow: z.string(),
  /** Of our add-on's sources and the processor that it was compiled for. */
  addonHash: z.string(),
  compiler: z.string(),
});
export type NativeRecord = z.infer<typeof nativeRecordSchema>;

export function bindingFile(workspace?: string): string {
  return join(nativeFolder(workspace), 'tfjs_binding.node');
}

/** Our own add-on: kernels, graph and session. */
export function addonFile(workspace?: string): string {
  return join(nativeFolder(workspace), 'arcface_addon.node');
}

export function recordFile(workspace?: string): string {
  return join(nativeFolder(workspace), 'native.json');
}

/** Size of TensorFlow's main library, or 0 when it is not there. */
export function librarySize(libraries: string): number {
  const name = process.platform === 'darwin' ? 'libtensorflow_cc.2.dylib' : 'libtensorflow_cc.so.2';
  return statSync(join(libraries, 'tensorflow', name), { throwIfNoEntry: false })?.size ?? 0;
}

/** The record when binding and libraries are whole, else the reason why they are not. */
export function inspectNative(workspace?: string): { record: NativeRecord } | { missing: string } {
  const file = recordFile(workspace);
  if (!existsSync(file)) return { missing: `${file} does not exist` };
  const absent = [bindingFile(workspace), addonFile(workspace)].find(addon => !existsSync(addon));
  if (absent !== undefined) return { missing: `${absent} does not exist` };
  let record: NativeRecord;
  try {
    record = parseJson(readFileSync(file, 'utf8'), nativeRecordSchema, file);
  } catch (error) {
    // A reason to build anew, not a fault: the record may be damaged, or of another version of this program.
    return { missing: asError(error).message };
  }
  if (librarySize(record.libraries) !== record.libraryBytes) {
    return { missing: `TensorFlow's libraries are not in ${record.libraries} any more` };
  }
  return { record };
}

/** The record, or an error that names the command which makes it. */
export function requireNative(workspace?: string): NativeRecord {
  const found = inspectNative(workspace);
  if ('record' in found) return found.record;
  throw ArcfaceError.because({
    expected: 'the native TensorFlow binding',
    received: 'none',
    place: found.missing,
    next: 'Run `npx nx run graph:native`.',
  });
}
