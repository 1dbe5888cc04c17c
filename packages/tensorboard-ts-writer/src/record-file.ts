import { EventWriteError, explain } from './event-file-error.js';
import { frameRecord } from './record-framing.js';
import type { RecordOutput } from './record-output.js';

/** Bytes that start a write before its time is up. */
const fullBufferBytes = 1 << 20;
/** Bytes that may wait for a disk that takes none; records beyond them are lost. */
const faultyBufferBytes = 64 << 20;

/** How a RecordFile buffers. */
export interface RecordFileOptions {
  /** Longest time that a record waits in memory. */
  readonly flushSecs: number;
  /** Number of waiting records that starts a write before that. */
  readonly maxQueue: number;
  /** Hears of a write that failed, once until one succeeds again, and of the first record that is lost. It must not throw. */
  readonly onError: (error: EventWriteError) => void;
}

/**
 * Appends records to a file, buffered. At every moment the file holds whole records and at most one torn one, the last. A write that
 * fails loses nothing: it is done again at the next flush or after `flushSecs`.
 */
export class RecordFile {
  readonly #options: RecordFileOptions;
  readonly #output: RecordOutput;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #lastWrite: Promise<void> = Promise.resolve();
  #writingInBackground = false;
  #timer: NodeJS.Timeout | undefined;
  #fault: EventWriteError | undefined;
  #lostInFault = 0;
  #lost = 0;
  #closed: Promise<void> | undefined;

  constructor(output: RecordOutput, options: RecordFileOptions) {
    this.#output = output;
    this.#options = options;
  }

  /** Path of the file that is written at present. */
  get path(): string {
    return this.#output.path;
  }

  /** Number of records that were lost: since 64 MiB waited for a disk that took none, or since it took none at `close`. */
  get lost(): number {
    return this.#lost;
  }

  /** @throws Error after `close` */
  checkOpen(): void {
    if (this.#closed) throw closedError(this.path);
  }

  /** Puts a record into the buffer. Throws after `close`. */
  append(data: Uint8Array): void {
    this.checkOpen();
    if (this.#fault && this.#waitingBytes > faultyBufferBytes) {
      this.#lose(this.#fault);
      return;
    }
    const record = frameRecord(data);
    this.#waiting.push(record);
    this.#waitingBytes += record.length;
    const full = this.#waiting.length >= this.#options.maxQueue || this.#waitingBytes >= fullBufferBytes;
    this.#startTimer();
    // A disk that took nothing is asked again at intervals, not at each record.
    if (full && !this.#fault) this.#flushInBackground();
  }

  /** Resolves when the system has all records appended so far; rejects with an EventWriteError, and keeps them, if not. */
  flush(): Promise<void> {
    this.#lastWrite = this.#lastWrite.catch(() => undefined).then(() => this.#writeWaiting());
    return this.#lastWrite;
  }

  /** Flushes and closes the file, which is closed even when the flush rejects. Later calls return the first one's promise. */
  close(): Promise<void> {
    this.#closed ??= this.#flushAndClose();
    return this.#closed;
  }

  async #flushAndClose(): Promise<void> {
    try {
      await this.flush();
    } finally {
      this.#lost += this.#waiting.length;
      this.#stopTimer();
      await this.#output.close();
    }
  }

  async #writeWaiting(): Promise<void> {
    this.#stopTimer();
    try {
      for (let left = this.#waiting.length; left > 0; ) {
        const written = await this.#output.write(this.#waiting.slice(0, left));
        for (const record of this.#waiting.splice(0, written)) this.#waitingBytes -= record.length;
        left -= written;
      }
    } catch (error) {
      throw this.#failed(error);
    }
    this.#fault = undefined;
    this.#lostInFault = 0;
  }

  #failed(cause: unknown): EventWriteError {
    const next = this.#closed
      ? `The writer was closed; events lost: ${this.#waiting.length}.`
      : 'The events are kept and written at the next flush: make room, or close the writer.';
    const fault =
      cause instanceof EventWriteError
        ? cause
        : new EventWriteError(this.path, `to write ${this.#waitingBytes} bytes`, cause, next);
    const isNew = this.#fault === undefined;
    this.#fault = fault;
    if (!this.#closed) this.#startTimer();
    if (isNew) this.#options.onError(fault);
    return fault;
  }

  #lose({ cause }: EventWriteError): void {
    this.#lost++;
    if (this.#lostInFault++ > 0) return;
    const expected = `at most ${faultyBufferBytes >> 20} MiB of events to wait for the disk`;
    const next = 'Events are lost from here until it takes those that wait: make room, or close the writer.';
    this.#options.onError(new EventWriteError(this.path, expected, cause, next));
  }

  #flushInBackground(): void {
    if (this.#writingInBackground) return;
    this.#writingInBackground = true;
    const done = () => {
      this.#writingInBackground = false;
    };
    // A failure has been told to onError, and the records still wait: there is nothing else to do about it here.
    this.flush().then(done, done);
  }

  #startTimer(): void {
    if (this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#flushInBackground();
    }, this.#options.flushSecs * 1000);
    // A process that has nothing else to do may end.
    this.#timer.unref();
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function closedError(path: string): Error {
  const next = 'Log before close(), or open another writer.';
  return new Error(explain({ expected: 'an open event file', received: 'a closed one', place: path, next }));
}
