import { crc32c } from '@node-rs/crc32';

/** Bytes before the data of a record: uint64 length and uint32 checksum of it. */
export const headerBytes = 12;
/** Bytes after the data of a record: uint32 checksum of it. */
export const footerBytes = 4;

/**
 * The CRC-32C of the bytes, rotated right by 15 bits plus a constant, so that the checksum of data that holds checksums
 * stays a good one. https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** A TFRecord, little-endian: uint64 length, uint32 masked CRC of the length, the data, uint32 masked CRC of the data. */
export function frameRecord(data: Uint8Array): Uint8Array {
  const record = Buffer.allocUnsafe(headerBytes + data.length + footerBytes);
  record.writeUInt32LE(data.length % 2 ** 32, 0);
  record.writeUInt32LE(Math.floor(data.length / 2 ** 32), 4);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(data, headerBytes);
  record.writeUInt32LE(maskedCrc32c(data), headerBytes + data.length);
  return record;
}
