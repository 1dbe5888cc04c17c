import { type FileHandle, open } from 'node:fs/promises';
import { RecordError } from './event-file-error.js';
import { footerBytes, headerBytes, maskedCrc32c } from './record-framing.js';

/** A record of a TFRecord file. */
export interface StoredRecord {
  /** Byte at which the record, with its framing, starts in the file. */
  readonly offset: number;
  readonly data: Uint8Array;
}

const windowBytes = 1 << 20;

/** Reads any part of a file through a window that moves forward, so that small records do not cost a system call each. */
class FileWindow {
  readonly #file: FileHandle;
  #start = 0;
  #bytes: Buffer = Buffer.alloc(0);

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** The bytes from an offset on; fewer than asked for only where the file ends. */
  async read(offset: number, length: number): Promise<Buffer> {
    if (offset + length > this.#start + this.#bytes.length) {
      // A new buffer each time: what was handed out before stays as it was.
      const buffer = Buffer.allocUnsafe(Math.max(length, windowBytes));
      let filled = 0;
      while (filled < buffer.length) {
        const { bytesRead } = await this.#file.read(buffer, filled, buffer.length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      this.#start = offset;
      this.#bytes = buffer.subarray(0, filled);
    }
    return this.#bytes.subarray(offset - this.#start, offset - this.#start + length);
  }
}

/**
 * The records of a TFRecord file (an event file is one), in order, each with both checksums checked.
 * Throws a RecordError with the byte offset at the first record that is torn or damaged, after all whole ones before it.
 */
export async function* readRecords(path: string): AsyncGenerator<StoredRecord, void> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const window = new FileWindow(file);
    for (let offset = 0; ; ) {
      const header = await window.read(offset, headerBytes);
      if (header.length === 0) return;
      if (header.length < headerBytes) throw tornRecord(path, offset, headerBytes, header.length);
      if (header.readUInt32LE(8) !== maskedCrc32c(header.subarray(0, 8))) {
        throw damagedRecord(path, offset, 'length');
      }
      const length = header.readUInt32LE(0) + header.readUInt32LE(4) * 2 ** 32;
      const end = offset + headerBytes + length + footerBytes;
      // Checked before the memory for it is asked for.
      if (end > size) throw tornRecord(path, offset, end - offset, size - offset);
      const body = await window.read(offset + headerBytes, length + footerBytes);
      const data = body.subarray(0, length);
      if (body.readUInt32LE(length) !== maskedCrc32c(data)) throw damagedRecord(path, offset, 'data');
      yield { offset, data: new Uint8Array(data.buffer, data.byteOffset, length) };
      offset = end;
    }
  } finally {
    await file.close();
  }
}

function tornRecord(path: string, offset: number, expectedBytes: number, foundBytes: number): RecordError {
  return new RecordError(path, offset, 'torn', {
    expected: `a record of ${expectedBytes} bytes or more`,
    received: `${foundBytes} bytes before the end of the file`,
    next: 'Its writer was killed or still writes. SummaryWriter.appendTo cuts a torn last record off.',
  });
}

function damagedRecord(path: string, offset: number, part: string): RecordError {
  return new RecordError(path, offset, 'damaged', {
    expected: `the ${part} of a record to fit its CRC-32C`,
    received: 'another checksum',
    next: 'Check that it is a TFRecord file; if it is, it was changed after it was written: restore it or use a new one.',
  });
}
