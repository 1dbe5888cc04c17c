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
   * Hears of each failed write, of those too that `flush` and `close` reject with. The events are kept and written again.
   * When left out, the error is a warning of the process.
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

function optionError(name: string, expected: string, received: number): RangeError {
  const next = 'Leave it out for the default.';
  return new RangeError(explain({ expected, received: String(received), place: name, next }));
}
