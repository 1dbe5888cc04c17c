import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@arcface-ts/core';
import { readDamaged } from '@arcface-ts/core/testing';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { array, fileOf, written } from './testing/safetensors-file.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { readWeights } from './weight-file.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const whole = fileOf({ a: array([2], 0, 8) }, [1, 2]);

it.each([
  ['is empty', Buffer.alloc(0), 'Expected a safetensors file but received 0 bytes'],
  ['ends in its length', whole.subarray(0, 5), 'Expected a safetensors file but received 5 bytes'],
  [
    'ends in its header',
    whole.subarray(0, 20),
    'Expected a header of 12 bytes at most but received a header length of 54',
  ],
  ['claims a huge header', fileOf({}, [], 2n ** 63n), 'received a header length of 9223372036854776000'],
  ['ends in its data', whole.subarray(0, -1), 'Expected a to end inside 7 bytes of data but received an end at 8'],
  ['goes on after its data', fileOf({ a: array([1], 0, 4) }, [1, 2]), 'Expected data of 4 bytes but received 8'],
  ['has a header that is no JSON', fileOf('{"a":'), 'Expected JSON but received'],
  ['has a header that is no object', fileOf('[1]'), 'does not have the form'],
  [
    'has another dtype',
    fileOf({ a: { ...array([2], 0, 8), dtype: 'F16' } }, [1, 2]),
    '✖ Invalid input: expected "F32"',
  ],
  ['has a negative length', fileOf({ a: array([-2], 0, 8) }, [1, 2]), '→ at a.shape[0]'],
  [
    'has offsets that do not fit the shape',
    fileOf({ a: array([3], 0, 8) }, [1, 2]),
    'Expected 12 bytes for a [3] but received 8',
  ],
  [
    'has offsets in the wrong order',
    fileOf({ a: array([2], 8, 0) }, [1, 2]),
    'Expected 8 bytes for a [2] but received -8',
  ],
  ['has a hole', fileOf({ a: array([1], 4, 8) }, [1, 2]), 'Expected a to begin at 0 but received 4'],
  [
    'has arrays that overlap',
    fileOf({ a: array([2], 0, 8), b: array([1], 4, 8) }, [1, 2]),
    'Expected b to begin at 8 but received 4',
  ],
])('a file that %s is refused by name', async (_, bytes, message) => {
  const path = written(bytes);
  const refusal = await readWeights(path).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DataError);
  expect((refusal as DataError).message).toContain(message);
  expect((refusal as DataError).message).toContain(path);
});

it('a file that does not exist is refused by name', async () => {
  const path = join(temporaryFolder(), 'gone.safetensors');
  await expect(readWeights(path)).rejects.toThrow(
    new DataError(
      `Expected a readable safetensors file but received ENOENT (${path}). The file is damaged or no safetensors file: use another checkpoint.`,
    ),
  );
});

it('a refused file leaves no tensor behind', async () => {
  const path = written(fileOf({ a: array([1], 0, 4), b: array([9], 4, 8) }, [1, 2]));
  const before = tf.memory().numTensors;
  await expect(readWeights(path)).rejects.toThrow(DataError);
  expect(tf.memory().numTensors).toBe(before);
});

it('reading never does worse than a DataError, whatever JSON its header is', async () => {
  const path = written(Buffer.alloc(0));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.dictionary(fc.string(), fc.jsonValue())), async header => {
      writeFileSync(path, fileOf(header ?? 'null', [1]));
      // No header that is drawn here lists the one array that the data hold.
      await expect(readWeights(path)).rejects.toThrow(DataError);
    }),
  );
});

it('damaged files are read, or refused by name', async () => {
  const good = fileOf({ __metadata__: { m: '1' }, a: array([2, 1], 0, 8), b: array([1], 8, 12) }, [1, 2, 3]);
  const path = written(good);
  const { refused } = await readDamaged({
    format: 'safetensors',
    valid: [good],
    names: path,
    read: async bytes => {
      writeFileSync(path, bytes);
      tf.dispose(await readWeights(path));
    },
  });
  expect(refused).toBeGreaterThan(0);
});
