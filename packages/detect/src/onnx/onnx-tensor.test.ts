import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { expect, it } from 'vitest';
import { onnxTensor } from './onnx-tensor.js';
import { TensorProtoSchema } from './proto/onnx_pb.js';

const read = (tensor: MessageInitShape<typeof TensorProtoSchema>) => onnxTensor(create(TensorProtoSchema, tensor));
const bytesOf = ({ buffer }: { buffer: ArrayBufferLike }) => new Uint8Array(buffer);

it('reads floats from their list and from bytes, wherever in memory those begin', () => {
  const expected = { shape: [2, 1], type: 'float32', values: Float32Array.of(1.5, -2) };
  expect(read({ dims: [2n, 1n], dataType: 1, floatData: [1.5, -2] })).toEqual(expected);
  const bytes = Uint8Array.of(0, ...bytesOf(Float32Array.of(1.5, -2)));
  expect(read({ dims: [2n, 1n], dataType: 1, rawData: bytes.subarray(1) })).toEqual(expected);
});

it('reads whole numbers from their list and from bytes', () => {
  const expected = { shape: [3], type: 'int64', values: [1, -1, 4] };
  expect(read({ dims: [3n], dataType: 7, int64Data: [1n, -1n, 4n] })).toEqual(expected);
  expect(read({ dims: [3n], dataType: 7, rawData: bytesOf(BigInt64Array.of(1n, -1n, 4n)) })).toEqual(expected);
});

it('reads a single number and none at all', () => {
  expect(read({ dataType: 1, floatData: [7] })).toMatchObject({ shape: [], values: Float32Array.of(7) });
  expect(read({ dims: [0n], dataType: 1 })).toMatchObject({ shape: [0], values: new Float32Array() });
});

it.each<[string, MessageInitShape<typeof TensorProtoSchema>, string]>([
  ['of a type that it names', { dims: [1n], dataType: 11 }, 'type float64'],
  ['of a type that it does not', { dims: [1n], dataType: 8 }, 'type number 8'],
  ['with too few values', { dims: [2n], dataType: 1, floatData: [1] }, 'shape [2] with 1 values'],
  ['of a negative length', { dims: [-1n, -1n], dataType: 1, floatData: [1] }, 'shape [-1, -1] with 1 values'],
  ['of numbers too large', { dims: [1n], dataType: 7, int64Data: [2n ** 62n] }, 'the number 4611686018427387904'],
])('refuses a tensor %s', (_, tensor, message) => {
  expect(() => read(tensor)).toThrow(new RangeError(message));
});
