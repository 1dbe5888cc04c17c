import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { faultAfter, faultOf, type Net, tinyYunet } from '../testing/changed-yunet.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { readOnnxModel } from './onnx-model.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it('is read with its SHA-256', async () => {
  const file = join(temporaryFolder(), 'net.onnx');
  writeFileSync(file, tinyYunet);
  const { sha256, input, outputs, opset, nodes } = await readOnnxModel(file);
  expect({ input, opset, outputs: outputs.length }).toEqual({ input: 'input', opset: 11, outputs: 12 });
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(nodes.length).toBeGreaterThan(100);
  // A field that nobody reads: another file, the same net.
  writeFileSync(file, Uint8Array.of(...tinyYunet, 0x28, 1));
  const other = await readOnnxModel(file);
  expect(other.sha256).not.toBe(sha256);
  expect(other.nodes).toEqual(nodes);
});

describe('a file that is no net', () => {
  it.each([
    ['a page', '<!DOCTYPE html>\n<html lang="en"><head><title>face_detection_yunet_2023mar.onnx</title>'],
    ['a pointer of Git LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:8f23\nsize 232589\n'],
    ['nothing', ''],
  ])('is told of when it is %s', async (_, text) => {
    const file = join(temporaryFolder(), 'net.onnx');
    writeFileSync(file, text);
    await expect(readOnnxModel(file)).rejects.toThrow(
      /^Expected an ONNX file but received \d+ bytes of .*net\.onnx\)\. Look whether all of it was downloaded/,
    );
  });

  it('is told of when it is not there', () =>
    expect(readOnnxModel('/nowhere/net.onnx')).rejects.toThrow(
      'Expected a readable file but received ENOENT (/nowhere/net.onnx). Name a file that is there.',
    ));

  it('is told of wherever it was cut off', () => {
    for (let length = 0; length < tinyYunet.length; length += 101) {
      expect(faultOf(tinyYunet.subarray(0, length))).toBeInstanceOf(DataError);
    }
  });

  it('is told of, or computed, whatever bytes of it were changed', () => {
    const change = fc.tuple(fc.nat(tinyYunet.length - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), changes => {
        const bytes = Uint8Array.from(tinyYunet);
        for (const [at, byte] of changes) bytes[at] = byte;
        const fault = faultOf(bytes);
        if (fault !== undefined) expect(fault).toBeInstanceOf(DataError);
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

it.each<[string, (net: Net) => unknown, string]>([
  ['no opset', net => net.model.opsetImport.splice(0), "Expected ONNX's opset 9 to 25 but received none (net.onnx)."],
  ['an older opset', net => Object.assign(opsetOf(net), { version: 8n }), 'received opset 8'],
  ['a later opset', net => Object.assign(opsetOf(net), { version: 99n }), 'received opset 99'],
  [
    'float16 weights',
    net => Object.assign(net.initializer('w0'), { dataType: 10 }),
    'Expected initializer w0 as float32 or int64, complete but received type float16 (net.onnx)',
  ],
  [
    'weights in another file',
    net => Object.assign(net.initializer('w0'), { dataLocation: 1 }),
    'received values in another file',
  ],
  [
    'weights that are cut off',
    net => Object.assign(net.initializer('w0'), { rawData: new Uint8Array(8) }),
    'received shape [4, 3, 3, 3] with 2 values',
  ],
  [
    'weights of half a number',
    net => Object.assign(net.initializer('w0'), { rawData: new Uint8Array(7) }),
    'received 7 bytes of values of 4 bytes each',
  ],
  [
    'weights of a size that no file has',
    net => Object.assign(net.initializer('w0'), { dims: [2n ** 60n, 1n, 3n, 3n] }),
    'received the number 1152921504606846976',
  ],
  [
    'an input that nobody computes',
    net => Object.assign(net.node('Relu'), { input: ['ghost'] }),
    'Expected inputs that come before it but received ghost (node Relu_1 (Relu) of net.onnx)',
  ],
  [
    'two outputs of one name',
    net => Object.assign(net.node('Relu'), { output: ['input'] }),
    'Expected one output of a name of its own but received input (node Relu_1 (Relu) of net.onnx)',
  ],
  ['a node of two outputs', net => net.node('MaxPool').output.push('indices'), 'Expected one output but received 2'],
  [
    'outputs that nobody computes',
    net => net.graph.node.splice(-1),
    'Expected outputs that a node computes but received kps_32 (net.onnx)',
  ],
  ['no input', net => net.graph.input.splice(0), 'Expected a net of one input but received none (net.onnx)'],
])('a net is refused that has %s', (_, change, message) => {
  expect(faultAfter(change)).toContain(message);
});

function opsetOf({ model }: Net) {
  return model.opsetImport[0] as (typeof model.opsetImport)[number];
}
