import { elementCount, ShapeError } from '@arcface-ts/core';
import type { NativeFeed } from '../session/native-addon.js';
import { dtypeNumbers, tensorArray } from '../trace/dtypes.js';

/**
 * What a compiled function takes. A uint8 input is fed without a copy and arrives as float32: the cast is in the graph. A bool
 * input is a Uint8Array in which all but 0 is true.
 */
export interface InputSpec {
  readonly shape: readonly number[];
  readonly dtype: keyof typeof arrays;
}

/** The values of an input: a typed array of its type, or a number for a scalar. */
export type InputValue = Float32Array | Int32Array | Uint8Array | number;

/** An input, the node that stands for it, and what an error says of where it was fed. */
export interface Input {
  readonly name: string;
  readonly node: number;
  readonly spec: InputSpec;
  readonly place: string;
}

const arrays = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array, bool: Uint8Array } as const;

/** What to feed for an input; a ShapeError that shows both sides when the value is of another type or length. */
export function feedOf({ name, node, spec, place }: Input, value: InputValue | undefined): NativeFeed {
  const { shape, dtype } = spec;
  const length = elementCount(shape);
  const given = typeof value === 'number' ? [value] : value;
  const fits = given !== undefined && given.length === length;
  if (!fits || !(typeof value === 'number' || value instanceof arrays[dtype])) {
    throw ShapeError.because({
      expected: `"${name}" as ${arrays[dtype].name} of ${length} values, [${shape.join(', ')}], which the function was compiled for`,
      received: describe(value),
      place,
      next: 'Compile the function for other inputs anew.',
    });
  }
  const number = dtypeNumbers[dtype];
  // TensorFlow's kernels take a bool that is neither 0 nor 1 for undefined.
  const values = dtype === 'bool' ? Uint8Array.from(given, one => (one ? 1 : 0)) : given;
  return { node, dtype: number, shape, data: tensorArray(number, values, `"${name}"`), borrow: dtype === 'uint8' };
}

function describe(value: InputValue | undefined): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? `the number ${value}` : `${value.constructor.name} of ${value.length}`;
}
