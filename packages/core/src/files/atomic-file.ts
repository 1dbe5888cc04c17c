import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ArcfaceError } from '../errors.js';
import { explainDiskError } from './disk-error.js';
import { makeFolder } from './make-folder.js';

/** Makes the names in a folder durable: after a power cut the folder still lists what was renamed into it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A sibling of `path` that no other process writes to. */
function temporaryBeside(path: string): string {
  return `${path}.${process.pid}-${randomUUID().slice(0, 8)}.tmp`;
}

/** Writes a file so that a reader, or a crash at any moment, sees the old content or the new one and nothing between. */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    await makeFolder(dirname(path));
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw explainDiskError(error, path);
  }
  await syncFolder(dirname(path));
}

/** JSON with two spaces and a final newline, written atomically. */
export async function writeJsonAtomic(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Fills a new folder through `fill` and then gives it its name in one step.
 * Throws, before `fill` is called, when the name is taken; whatever `fill` left behind is removed when it throws.
 */
export async function writeFolderAtomic(path: string, fill: (temporary: string) => Promise<void>): Promise<void> {
  // The rename alone would not do: it replaces an empty folder in silence.
  if (existsSync(path)) {
    throw ArcfaceError.because({
      expected: 'the name of a folder that does not exist yet',
      received: 'one that does',
      place: path,
      next: 'Remove it, or choose another name.',
    });
  }
  const temporary = temporaryBeside(path);
  try {
    await makeFolder(temporary);
    await fill(temporary);
    await syncFolder(temporary);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw explainDiskError(error, path);
  }
  await syncFolder(dirname(path));
}

/**
 * Fills a folder anew through `fill`. What it held stands beside it as `.<folder>.before` until that is done, and is back in its place when `fill`
 * throws, or when the folder is filled again after a process was killed and that throws.
 */
export async function refillFolder(path: string, fill: () => Promise<void>): Promise<void> {
  const beside = (state: string): string => join(dirname(path), `.${basename(path)}.${state}`);
  const [before, gone] = [beside('before'), beside('gone')];
  // Where a process was killed, what is in the folder is its half, or all of it but for the moment in which that would have been told.
  if (existsSync(before)) await rm(path, { recursive: true, force: true });
  else if (existsSync(path)) await rename(path, before);
  try {
    await fill();
  } catch (error) {
    await rm(path, { recursive: true, force: true });
    if (existsSync(before)) await rename(before, path);
    throw explainDiskError(error, path);
  }
  // Renamed first: a process that is killed while it removes files would leave a part of them, to be taken for what was there before.
  await rm(gone, { recursive: true, force: true });
  if (existsSync(before)) await rename(before, gone);
  await rm(gone, { recursive: true, force: true });
}
