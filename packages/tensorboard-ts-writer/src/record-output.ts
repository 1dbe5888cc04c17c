import type { OpenEventFile } from './create-event-file.js';

/** How records go on in another file. */
export interface Rotation {
  /** Bytes that a file holds at most, unless a single record is larger. */
  readonly maxFileBytes: number;
  /** Makes the next file. */
  readonly next: () => Promise<OpenEventFile>;
  /** The framed record that it starts with. */
  readonly firstRecord: () => Uint8Array;
}

const nothing = new Uint8Array();

/**
 * Writes framed records to a file, and to the next one when it is full. Each write starts where the last successful one ended, so
 * that one that failed half-way is done again over its own beginning.
 */
export class RecordOutput {
  readonly #rotation: Rotation | undefined;
  #opened: OpenEventFile;
  #end: number;
  /** What stands before all else in a file that has nothing yet. */
  #first: Uint8Array = nothing;

  /** @param end bytes of whole records that the file holds; whatever follows them is overwritten */
  constructor(opened: OpenEventFile, end: number, rotation?: Rotation) {
    this.#opened = opened;
    this.#end = end;
    this.#rotation = rotation;
  }

  /** Path of the present file. */
  get path(): string {
    return this.#opened.path;
  }

  /** Writes as many of the records as one file takes; returns their number, 1 or more. Rejects with the system's error. */
  async write(records: readonly Uint8Array[]): Promise<number> {
    if (this.#fitting(records) === 0) await this.#rotate();
    const count = this.#fitting(records);
    const first = this.#end === 0 ? [this.#first] : [];
    const bytes = Buffer.concat([...first, ...records.slice(0, count)]);
    for (let done = 0; done < bytes.length; ) {
      const left = bytes.length - done;
      const { bytesWritten } = await this.#opened.file.write(bytes, done, left, this.#end + done);
      done += bytesWritten;
    }
    this.#end += bytes.length;
    return count;
  }

  async close(): Promise<void> {
    await this.#opened.file.close();
  }

  /** How many of the records the file has room for; an empty one takes any first record. */
  #fitting(records: readonly Uint8Array[]): number {
    if (!this.#rotation) return records.length;
    let room = this.#rotation.maxFileBytes - this.#end;
    if (this.#end === 0) room -= this.#first.length;
    const fitting = records.findIndex(({ length }) => {
      room -= length;
      return room < 0;
    });
    if (fitting < 0) return records.length;
    return this.#end === 0 ? Math.max(1, fitting) : fitting;
  }

  async #rotate(): Promise<void> {
    const { next, firstRecord } = this.#rotation as Rotation;
    const { file } = this.#opened;
    this.#opened = await next();
    this.#end = 0;
    this.#first = firstRecord();
    await file.close();
  }
}
