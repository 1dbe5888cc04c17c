import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { RecordError } from './event-file-error.js';
import type { Event } from './proto/event_pb.js';
import { readEvents } from './read-events.js';

/**
 * The events of all event files of a run's folder, in TensorBoard's order. The torn end of a file, which a killed writer leaves, is
 * skipped. Throws a RecordError where a file is damaged, and the system's error when there is no such folder.
 */
export async function* readRun(folder: string): AsyncGenerator<Event, void> {
  const names = (await readdir(folder)).filter(name => name.includes('tfevents')).sort();
  for (const name of names) {
    try {
      yield* readEvents(join(folder, name));
    } catch (error) {
      if (!(error instanceof RecordError && error.fault === 'torn')) throw error;
    }
  }
}
