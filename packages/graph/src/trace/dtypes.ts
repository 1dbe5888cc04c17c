import type { TensorArray } from '../session/native-addon.js';
import { TraceError } from './trace-error.js';

/** TensorFlow's numbers for the types that cross between JavaScript and a graph (tf_datatype.h). */
export const dtypeNumbers = { float32: 1, int32: 3, uint8: 4, int64: 9, bool: 10 } as const;
export type DtypeName = keyof typeof dtypeNumbers;

export function dtypeName(dtype: number): string {
  const found = Object.entries(dtypeNumbers).find(([, value]) => value === dtype);
  return found?.[0] ?? `TensorFlow's type ${dtype}`;
}

/** Values in the array that their type lies in: the same array where it is one already. */
export function tensorArray(dtype: number, values: ArrayLike<unknown>, what: string): TensorArray {
  switch (dtype) {
    case dtypeNumbers.float32:
      return values instanceof Float32Array ? values : Float32Array.from(values as ArrayLike<number>);
    case dtypeNumbers.int32:
      return values instanceof Int32Array ? values : Int32Array.from(values as ArrayLike<number>);
    case dtypeNumbers.uint8:
    case dtypeNumbers.bool:
      return values instanceof Uint8Array ? values : Uint8Array.from(values as ArrayLike<number>);
    default:
      throw TraceError.because({
        expected: `${what} to be of type ${Object.keys(dtypeNumbers).join(', ')}`,
        received: dtypeName(dtype),
        place: 'compile',
      });
  }
}
