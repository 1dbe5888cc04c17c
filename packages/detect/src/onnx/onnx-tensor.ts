import { elementCount } from '@arcface-ts/core';
import type { TensorProto } from './proto/onnx_pb.js';

/** A constant of a net: floats, or the whole numbers that say a shape. */
export interface OnnxTensor {
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int64';
  readonly values: Float32Array | readonly number[];
}

/** ONNX's numbers for types that weights are seen in. */
const types: Readonly<Record<number, string>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  6: 'int32',
  7: 'int64',
  10: 'float16',
  11: 'float64',
  16: 'bfloat16',
};

/** Reads a tensor. Throws a RangeError for another type than float32 and int64, and for another number of values than its shape's. */
export function onnxTensor(tensor: TensorProto): OnnxTensor {
  const shape = tensor.dims.map(wholeNumber);
  if (tensor.dataLocation !== 0) throw new RangeError('values in another file');
  const type = types[tensor.dataType] ?? `number ${tensor.dataType}`;
  if (type !== 'float32' && type !== 'int64') throw new RangeError(`type ${type}`);
  const values = type === 'float32' ? floats(tensor) : longs(tensor);
  if (shape.some(length => length < 0) || values.length !== elementCount(shape)) {
    throw new RangeError(`shape [${shape.join(', ')}] with ${values.length} values`);
  }
  return { shape, type, values };
}

/** A whole number of a file as a number. Throws a RangeError for one that a number does not hold. */
export function wholeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`the number ${value}`);
  return number;
}

function floats({ rawData, floatData }: TensorProto): Float32Array {
  if (rawData.length === 0) return Float32Array.from(floatData);
  const view = viewOf(rawData, 4);
  return Float32Array.from({ length: rawData.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
}

function longs({ rawData, int64Data }: TensorProto): number[] {
  if (rawData.length === 0) return int64Data.map(wholeNumber);
  const view = viewOf(rawData, 8);
  return Array.from({ length: rawData.length / 8 }, (_, i) => wholeNumber(view.getBigInt64(8 * i, true)));
}

function viewOf(bytes: Uint8Array, size: number): DataView {
  if (bytes.length % size !== 0) throw new RangeError(`${bytes.length} bytes of values of ${size} bytes each`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
