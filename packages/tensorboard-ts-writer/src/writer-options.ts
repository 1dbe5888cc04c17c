import { type EventWriteError, explain } from './event-file-error.js';
import type { RecordFileOptions } from './record-file.js';

/** How a writer buffers, names its file and tells of faults. */
export interface SummaryWriterOptions {
  /** Longest time that an event waits in memory, in seconds; 10 when left out. */
  readonly flushSecs?: number;
  /** Number of waiting events that starts a write before that; 1000 when left out. */
  readonly maxQueue?: number;
  /** Ends the name of a new event file, such as `.eval`. */
  readonly filenameSuffix?: string;
  /** Hides what was logged for this step and later ones: the step at which a resumed training goes on. */
  readonly purgeStep?: number;
  /**
   * Bytes that an event file holds at most (unless one event is larger); then the next one is begun. 4096 or more; no limit when
   * left out.
   */
  readonly maxFileBytes?: number;
  /**
   * Hears of a write that fails, once until one succeeds again: the events are kept, and written again at intervals. Hears too when
   * so many wait that later ones are lost. When left out, the error is a warning of the process.
   */
  readonly onError?: (error: EventWriteError) => void;
}

/**
 * Fills in what was left out.
 * @throws RangeError that names an option that cannot be
 */
export function bufferingOf(options: SummaryWriterOptions): RecordFileOptions {
  const { flushSecs = 10, maxQueue = 1000, onError = error => process.emitWarning(error) } = options;
  // A timer of Node's cannot wait longer than 2^31 ms.
  if (!(flushSecs > 0 && flushSecs <= 2_000_000)) {
    throw optionError('flushSecs', 'seconds above 0 and up to 2,000,000', flushSecs);
  }
  if (!(Number.isSafeInteger(maxQueue) && maxQueue >= 1)) {
    throw optionError('maxQueue', 'a whole number of events, 1 or more', maxQueue);
  }
  return { flushSecs, maxQueue, onError };
}

/**
 * The limit of an event file's size, if there is one.
 * @throws RangeError when it cannot be
 */
export function maxFileBytesOf({ maxFileBytes }: SummaryWriterOptions): number | undefined {
  if (maxFileBytes === undefined || (Number.isSafeInteger(maxFileBytes) && maxFileBytes >= 4096)) return maxFileBytes;
  throw optionError('maxFileBytes', 'a whole number of bytes, 4096 or more', maxFileBytes);
}

function optionError(name: string, expected: string, received: number): RangeError {
  const next = 'Leave it out for the default.';
  return new RangeError(explain({ expected, received: String(received), place: name, next }));
}
