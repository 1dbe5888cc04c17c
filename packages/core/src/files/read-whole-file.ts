import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * Reads a regular file. What only looks like one does not hold a program up: a pipe is not waited for, and a device, which may have no
 * end, is not read. Rejects with the system's error, and for what is no regular file with one that says so.
 */
export async function readWholeFile(path: string): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await file.stat()).isFile()) throw new Error('something that is no regular file');
    return await file.readFile();
  } finally {
    await file.close();
  }
}
