import { expect, test } from 'vitest';
import { frameRecord, maskedCrc32c } from './record-framing.js';

test('masks the CRC-32C as the TFRecord format says', () => {
  // The CRC-32C of "123456789" is 0xe3069283 in RFC 3720's polynomial; rotated right by 15: 0x2507c60d.
  expect(maskedCrc32c(Buffer.from('123456789'))).toBe((0x2507c60d + 0xa282ead8) % 2 ** 32);
});

test('frames data between its length and its checksum', () => {
  const record = Buffer.from(frameRecord(Buffer.from('abc')));
  expect(record.length).toBe(8 + 4 + 3 + 4);
  expect(record.readBigUInt64LE(0)).toBe(3n);
  expect(record.readUInt32LE(8)).toBe(maskedCrc32c(record.subarray(0, 8)));
  expect(record.toString('latin1', 12, 15)).toBe('abc');
  expect(record.readUInt32LE(15)).toBe(maskedCrc32c(Buffer.from('abc')));
});
