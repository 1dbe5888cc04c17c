import { platform } from 'node:os';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DataError } from '../errors.js';
import { readDamaged } from './damaged-files.js';

beforeEach(() => void vi.stubEnv('PROPERTY_RUNS', undefined));
afterEach(() => void vi.unstubAllEnvs());

const valid = Buffer.from('a valid file');
const isValid = (bytes: Uint8Array): boolean => valid.equals(bytes);

/** Reads damaged files with a reader that does something else than it should where a file is damaged. */
function readBy(act: (bytes: Uint8Array) => unknown) {
  return readDamaged({
    format: 'text',
    valid: [valid],
    names: 'a.txt',
    read: bytes => (isValid(bytes) ? undefined : act(bytes)),
  });
}

it('counts what is read and what is refused', async () => {
  const { read, refused } = await readBy(bytes => {
    if (bytes.length > valid.length) throw new DataError('a.txt is too long');
  });
  expect(read + refused).toBe(200);
  expect(Math.min(read, refused)).toBeGreaterThan(20);
});

it.each<[string, () => unknown, RegExp]>([
  [
    'throws what no person can act on',
    () => (undefined as unknown as string).length,
    /it threw TypeError: Cannot read/,
  ],
  ['rejects with it', async () => Promise.reject(new RangeError('offset')), /it threw RangeError: offset/],
  [
    'does not name the file',
    () => {
      throw new DataError('Expected a text.');
    },
    /^text, damaged file 0: the message does not name a\.txt: Expected a text\.$/,
  ],
  [
    'takes long',
    () => {
      const { user } = process.cpuUsage();
      while (process.cpuUsage().user - user < 1.1e6);
    },
    /it took [\d.]+ s$/,
  ],
])('notices a reader that %s', async (_, act, message) => {
  await expect(readBy(act)).rejects.toThrow(message);
});

it.runIf(platform() === 'linux')('notices a reader that asks for much memory, used or not', async () => {
  await expect(readBy(() => Buffer.allocUnsafeSlow(2 ** 30))).rejects.toThrow(/it took 1\d{9} bytes/);
});

it('takes no file for damaged that its reader refuses as it is', async () => {
  const refusing = () => {
    throw new DataError('a.txt');
  };
  await expect(readDamaged({ format: 'text', valid: [valid], names: 'a.txt', read: refusing })).rejects.toThrow(
    DataError,
  );
});
