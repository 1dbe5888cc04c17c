import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ShapeError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { array, fileOf, written } from './testing/safetensors-file.js';
import { temporaryFolder } from './testing/temporary-folder.js';
import { readWeights, writeWeights } from './weight-file.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

describe('a file that was written', () => {
  it('has the layout of the format, byte for byte', async () => {
    const path = join(temporaryFolder(), 'model.safetensors');
    await writeWeights(path, { b: tf.tensor1d([1, -2]), a: tf.scalar(0.5) }, { model: 'tiny' });
    const json =
      '{"__metadata__":{"model":"tiny"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}';
    // Spaces fill the header up to a multiple of 8 bytes; numbers are IEEE 754, low byte first.
    const header = json.padEnd(Math.ceil(json.length / 8) * 8, ' ');
    expect(readFileSync(path).toString('hex')).toBe(
      [
        Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]).toString('hex'),
        Buffer.from(header).toString('hex'),
        '0000003f', // 0.5
        '0000803f', // 1
        '000000c0', // -2
      ].join(''),
    );
  });

  it('is read back to the bit, shapes and names too', async () => {
    const path = join(temporaryFolder(), 'model.safetensors');
    const values = fc.array(fc.float(), { maxLength: 6 });
    const cases = fc.dictionary(
      fc.string({ maxLength: 8 }).filter(name => !name.startsWith('__')),
      values,
    );
    await fc.assert(
      fc.asyncProperty(cases, async arrays => {
        const weights = Object.fromEntries(
          Object.entries(arrays).map(([name, list]) => [name, tf.tensor2d(list, [1, list.length])]),
        );
        await writeWeights(path, weights);
        const read = await readWeights(path);
        expect(Object.keys(read).sort()).toEqual(Object.keys(weights).sort());
        for (const [name, list] of Object.entries(arrays)) {
          expect(read[name]).toMatchObject({ shape: [1, list.length], dtype: 'float32' });
          expect(bitsOf(read[name]?.dataSync() as Float32Array)).toEqual(bitsOf(new Float32Array(list)));
        }
        tf.dispose([weights, read]);
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a tensor whose values are no float32, and writes nothing', async () => {
    const folder = temporaryFolder();
    const weights = { step: tf.tensor1d([1], 'int32') };
    await expect(writeWeights(join(folder, 'x.safetensors'), weights)).rejects.toThrow(
      new ShapeError('Expected step of float32 but received int32 (writeWeights).'),
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

const bitsOf = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)];

describe('a file of other programs', () => {
  it('may list its arrays in any order and carry metadata', async () => {
    const bytes = fileOf({ b: array([1], 8, 12), __metadata__: { format: 'pt' }, a: array([2, 1], 0, 8) }, [1, 2, 3]);
    const { a, b, ...rest } = await readWeights(written(bytes));
    expect([a?.arraySync(), b?.arraySync(), rest]).toEqual([[[1], [2]], [3], {}]);
  });

  it('becomes one tensor for each array', async () => {
    const path = written(fileOf({ a: array([2], 0, 8), b: array([0], 8, 8) }, [1, 2]));
    const before = tf.memory().numTensors;
    await readWeights(path);
    expect(tf.memory().numTensors).toBe(before + 2);
  });

  it('may have a header of a length that is no multiple of four', async () => {
    const json = JSON.stringify({ a: array([1], 0, 4) });
    for (const spaces of [0, 1, 2, 3]) {
      const { a } = await readWeights(written(fileOf(json + ' '.repeat(spaces), [7])));
      expect(a?.arraySync()).toEqual([7]);
    }
  });
});
