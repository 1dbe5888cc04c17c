import { type FileHandle, open } from 'node:fs/promises';
import { fromBinary } from '@bufbuild/protobuf';
import { EventWriteError, RecordError } from './event-file-error.js';
import { EventSchema } from './proto/event_pb.js';
import { readRecords } from './read-records.js';

/** What the first record of an event file says. */
export const fileVersion = 'brain.Event:2';

/**
 * Opens an event file to append to it. A torn last record, which a killed writer leaves, is cut off.
 * @returns the open file and the bytes it holds: 0 when not even its first record was whole
 * @throws RecordError when a record is damaged or the first is not an event file's, EventWriteError when the file cannot be opened or cut
 */
export async function reopenEventFile(path: string): Promise<{ file: FileHandle; bytes: number }> {
  const torn = await findTornRecord(path);
  let file: FileHandle | undefined;
  try {
    // Not opened with "a": Linux then ignores the position of a write, which a retry depends on.
    file = await open(path, 'r+');
    if (torn !== undefined) await file.truncate(torn);
    const { size } = await file.stat();
    return { file, bytes: size };
  } catch (error) {
    await file?.close();
    throw appendError(path, error);
  }
}

/** Offset of the torn last record; undefined when all are whole. */
async function findTornRecord(path: string): Promise<number | undefined> {
  try {
    for await (const { offset, data } of readRecords(path)) {
      if (offset === 0 && !isFileVersion(data)) throw foreignFile(path);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof RecordError)) throw appendError(path, error);
    if (error.fault === 'torn') return error.offset;
    throw error;
  }
}

function isFileVersion(data: Uint8Array): boolean {
  try {
    const { what } = fromBinary(EventSchema, data);
    return what.case === 'fileVersion' && what.value === fileVersion;
  } catch {
    return false;
  }
}

function foreignFile(path: string): RecordError {
  return new RecordError(path, 0, 'damaged', {
    expected: `the file version "${fileVersion}" in the first record of an event file`,
    received: 'another record',
    next: 'Check the path: this is a TFRecord file, but not an event file of this form.',
  });
}

function appendError(path: string, cause: unknown): EventWriteError {
  return new EventWriteError(path, 'to append to an event file', cause, 'Check the path, or open a new event file.');
}
