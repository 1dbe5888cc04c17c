import type { FileHandle } from 'node:fs/promises';
import { EventWriteError, explain } from './event-file-error.js';
import { frameRecord } from './record-framing.js';

/** Bytes that start a write before its time is up. */
const fullBufferBytes = 1 << 20;
/** Bytes that may wait for a disk that takes none; an append beyond them throws. */
const faultyBufferBytes = 64 << 20;

/** How a RecordFile buffers. */
export interface RecordFileOptions {
  /** Longest time that a record waits in memory. */
  readonly flushSecs: number;
  /** Number of waiting records that starts a write before that. */
  readonly maxQueue: number;
  /** Hears of each failed write, of those too that `flush` rejects with. It must not throw. */
  readonly onError: (error: EventWriteError) => void;
}

/**
 * Appends records to an open file, buffered. At every moment the file holds whole records and at most one torn one, the
 * last: writes follow one another, each at the place where the last successful one ended. So a write that failed half-way
 * is done again over its own beginning, at the next flush or after `flushSecs`, and loses nothing.
 */
export class RecordFile {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #options: RecordFileOptions;
  #end: number;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #lastWrite: Promise<void> = Promise.resolve();
  #writingInBackground = false;
  #timer: NodeJS.Timeout | undefined;
  #fault: EventWriteError | undefined;
  #closed: Promise<void> | undefined;

  /** @param end bytes of whole records that the file holds; whatever follows them is overwritten */
  constructor(path: string, file: FileHandle, end: number, options: RecordFileOptions) {
    this.path = path;
    this.#file = file;
    this.#end = end;
    this.#options = options;
  }

  /** Puts a record into the buffer. Throws after `close`, and when 64 MiB wait for a disk that takes none. */
  append(data: Uint8Array): void {
    if (this.#closed) throw closedError(this.path);
    if (this.#fault && this.#waitingBytes > faultyBufferBytes) throw this.#fault;
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
      this.#stopTimer();
      await this.#file.close();
    }
  }

  async #writeWaiting(): Promise<void> {
    this.#stopTimer();
    const records = this.#waiting.length;
    if (records === 0) return;
    const bytes = Buffer.concat(this.#waiting);
    try {
      for (let done = 0; done < bytes.length; ) {
        const left = bytes.length - done;
        const { bytesWritten } = await this.#file.write(bytes, done, left, this.#end + done);
        done += bytesWritten;
      }
    } catch (cause) {
      const expected = `to write ${bytes.length} bytes`;
      const next = 'The events are kept and written at the next flush: make room, or close the writer.';
      const fault = new EventWriteError(this.path, expected, cause, next);
      this.#fault = fault;
      if (!this.#closed) this.#startTimer();
      this.#options.onError(fault);
      throw fault;
    }
    this.#fault = undefined;
    this.#end += bytes.length;
    this.#waiting.splice(0, records);
    this.#waitingBytes -= bytes.length;
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
