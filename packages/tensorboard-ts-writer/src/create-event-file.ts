import { type FileHandle, mkdir, open, readdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { EventWriteError, explain } from './event-file-error.js';

const filesOfASecond = 1000;

/** An event file that is open to be written. */
export interface OpenEventFile {
  readonly path: string;
  readonly file: FileHandle;
}

/**
 * Makes a new, empty `events.out.tfevents.<seconds>.<hostname>.<pid>.<n><suffix>` in the folder, which is made if needed.
 *
 * TensorBoard reads the event files of a folder in the order of their names and does not go back: the new name stands behind all
 * that are there, even if another process wrote them this second, or the clock was set back.
 * @throws TypeError for a suffix with slashes, EventWriteError when the file cannot be made
 */
export async function createEventFile(folder: string, suffix: string): Promise<OpenEventFile> {
  if (/[/\\\0]/.test(suffix)) throw suffixError(suffix);
  const newest = await newestEventFile(folder);
  let seconds = Math.max(Math.floor(Date.now() / 1000), secondsOf(newest));
  for (let number = 0; ; number++) {
    if (number === filesOfASecond) {
      number = 0;
      seconds++;
    }
    const parts = [String(seconds).padStart(10, '0'), hostname(), process.pid, String(number).padStart(3, '0')];
    const name = `events.out.tfevents.${parts.join('.')}${suffix}`;
    if (name <= newest) continue;
    const path = join(folder, name);
    try {
      return { path, file: await open(path, 'wx') };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw creationError(path, error);
    }
  }
}

/** The last name of an event file in the folder; empty when there is none. */
async function newestEventFile(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    const names = await readdir(folder);
    return (
      names
        .filter(name => secondsOf(name) > 0)
        .sort()
        .at(-1) ?? ''
    );
  } catch (error) {
    throw creationError(folder, error);
  }
}

/** When the event file was made, from its name; 0 for another file. */
function secondsOf(name: string): number {
  return Number(/^events\.out\.tfevents\.(\d{10})\./.exec(name)?.[1] ?? 0);
}

function creationError(path: string, cause: unknown): EventWriteError {
  return new EventWriteError(path, 'to create an event file', cause, 'Check the folder and its permissions.');
}

function suffixError(suffix: string): TypeError {
  return new TypeError(
    explain({
      expected: 'a file name suffix without slashes',
      received: JSON.stringify(suffix),
      place: 'filenameSuffix',
      next: 'Name a folder in the first argument.',
    }),
  );
}
