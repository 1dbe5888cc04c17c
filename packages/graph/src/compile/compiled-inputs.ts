import { ShapeError } from '@arcface-ts/core';
import type { NativeFeed, TensorArray } from '../session/native-addon.js';
import { dtypeNumbers, tensorArray } from '../trace/dtypes.js';

/** What a compiled function takes. A uint8 input is fed without a copy and arrives as float32: the cast is in the graph. */
export interface InputSpec {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'uint8';
}

/** The values of an input: a typed array of its type, or a number for a scalar. */
export type InputValue = TensorArray | number;

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;

/** What to feed for an input; a ShapeError that shows both sides when the value is of another type or length. */
export function feedOf(name: string, node: number, spec: InputSpec, value: InputValue | undefined): NativeFeed {
  const { shape, dtype } = spec;
  const length = shape.reduce((product, dim) => product * dim, 1);
  const given = typeof value === 'number' ? [value] : value;
  const fits = given !== undefined && given.length === length;
  if (!fits || !(typeof value === 'number' || value instanceof arrays[dtype])) {
    throw ShapeError.because({
      expected: `"${name}" as ${arrays[dtype].name} of ${length} values, [${shape.join(', ')}], which the function was compiled for`,
      received: describe(value),
      place: 'run',
      next: 'Compile the function for other inputs anew.',
    });
  }
  const number = dtypeNumbers[dtype];
  return { node, dtype: number, shape, data: tensorArray(number, given, `"${name}"`), borrow: dtype === 'uint8' };
}

function describe(value: InputValue | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? `the number ${value}` : `${value.constructor.name} of ${value.length}`;
}
