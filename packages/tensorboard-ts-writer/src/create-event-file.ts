import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { EventWriteError, explain } from './event-file-error.js';

/**
 * Makes a new, empty `events.out.tfevents.<seconds>.<hostname>.<pid>.<n><suffix>` in the folder, which is made if needed.
 * TensorBoard reads the event files of a folder in the order of their names; n is the first number that is free.
 */
export async function createEventFile(folder: string, suffix: string): Promise<{ path: string; file: FileHandle }> {
  if (/[/\\\0]/.test(suffix)) {
    throw new TypeError(
      explain({
        expected: 'a file name suffix without slashes',
        received: JSON.stringify(suffix),
        place: 'filenameSuffix',
        next: 'Name a folder in the first argument.',
      }),
    );
  }
  const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, '0');
  for (let number = 0; ; number++) {
    const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${number}${suffix}`;
    const path = join(folder, name);
    try {
      await mkdir(folder, { recursive: true });
      return { path, file: await open(path, 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST' && number < 1000) continue;
      throw new EventWriteError(path, 'to create an event file', error, 'Check the folder and its permissions.');
    }
  }
}
