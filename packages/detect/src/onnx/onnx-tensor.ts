import { elementCount } from '@arcface-ts/core';
import type { TensorProto } from './proto/onnx_pb.js';

/** A constant of a net: floats, or the whole numbers that say a shape. */
export interface OnnxTensor {
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int64';
  readonly values: Float32Array | readonly number[];
}

/** ONNX's types, by number. */
const types =
  'UNDEFINED FLOAT UINT8 INT8 UINT16 INT16 INT32 INT64 STRING BOOL FLOAT16 DOUBLE UINT32 UINT64 COMPLEX64 COMPLEX128 BFLOAT16'.split(
    ' ',
  );

/** Reads a tensor. Throws a RangeError that says what is wrong with it: another type than float32 and int64, another number of values than its shape's. */
export function onnxTensor(tensor: TensorProto): OnnxTensor {
  const shape = tensor.dims.map(wholeNumber);
  if (tensor.dataLocation !== 0) throw new RangeError('values in another file');
  const type = types[tensor.dataType] ?? `number ${tensor.dataType}`;
  if (type !== 'FLOAT' && type !== 'INT64') throw new RangeError(`type ${type}`);
  const values =
    type === 'FLOAT' ? floats(tensor) : tensor.rawData.length > 0 ? longs(tensor.rawData) : longsOf(tensor);
  if (shape.some(length => length < 0) || values.length !== elementCount(shape)) {
    throw new RangeError(`shape [${shape.join(', ')}] with ${values.length} values`);
  }
  return { shape, type: type === 'FLOAT' ? 'float32' : 'int64', values };
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

function longs(rawData: Uint8Array): number[] {
  const view = viewOf(rawData, 8);
  return Array.from({ length: rawData.length / 8 }, (_, i) => wholeNumber(view.getBigInt64(8 * i, true)));
}

function longsOf({ int64Data }: TensorProto): number[] {
  return int64Data.map(wholeNumber);
}

function viewOf(bytes: Uint8Array, size: number): DataView {
  if (bytes.length % size !== 0) throw new RangeError(`${bytes.length} bytes of values of ${size} bytes each`);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
