import { ArcfaceError } from '@arcface-ts/core';
import { fromBinary } from '@bufbuild/protobuf';
import { type OpDef_ArgDef, OpDefSchema } from '../proto/op_def_pb.js';

/** A declared input or output of an op: one tensor, or a list of them. */
export interface OpArgument {
  readonly name: string;
  readonly isList: boolean;
  /** The attribute that holds the length of the list, when its tensors are of one type. */
  readonly numberAttribute?: string;
  /** The attribute that holds the types of the list's tensors. */
  readonly typeListAttribute?: string;
}

export interface OpDefinition {
  readonly name: string;
  readonly inputs: readonly OpArgument[];
  readonly outputs: readonly OpArgument[];
}

/** Reads a serialized OpDef of TensorFlow's op_def.proto. */
export function decodeOpDefinition(bytes: Uint8Array): OpDefinition {
  const { name, inputArg, outputArg } = fromBinary(OpDefSchema, bytes);
  return { name, inputs: inputArg.map(argumentOf), outputs: outputArg.map(argumentOf) };
}

function argumentOf({ name, numberAttr, typeListAttr }: OpDef_ArgDef): OpArgument {
  return {
    name,
    isList: numberAttr !== '' || typeListAttr !== '',
    ...(numberAttr !== '' && { numberAttribute: numberAttr }),
    ...(typeListAttr !== '' && { typeListAttribute: typeListAttr }),
  };
}

/**
 * How a flat row of inputs is shared out among an op's declared ones: −1 for a single tensor, n ≥ 0 for a list of n.
 * Lengths come from the attributes (the number, or the length of the list of types); where one attribute is not given, its
 * lists share evenly what is left. Throws an error that names the op and what it takes when the count cannot fit.
 */
export function groupInputs(
  definition: OpDefinition,
  count: number,
  attributes: readonly { readonly name: string; readonly value: unknown }[],
): number[] {
  const { inputs } = definition;
  const values = new Map(attributes.map(({ name, value }) => [name, value]));
  const lengths = inputs.map(input => (input.isList ? knownLength(input, values) : 1));
  const left = lengths.reduce<number>((rest, length) => rest - (length ?? 0), count);
  const open = inputs.filter((_, i) => lengths[i] === undefined);
  const share = open.length === 0 ? 0 : left / open.length;
  const oneAttribute = new Set(open.map(attributeOf)).size <= 1;
  const fits = open.length === 0 ? left === 0 : oneAttribute && Number.isInteger(share) && share >= 0;
  if (!fits) throw doesNotFit(definition, count, values);
  return inputs.map((input, i) => (input.isList ? (lengths[i] ?? share) : -1));
}

function attributeOf({ numberAttribute, typeListAttribute }: OpArgument): string {
  return (numberAttribute ?? typeListAttribute) as string;
}

function knownLength(input: OpArgument, values: ReadonlyMap<string, unknown>): number | undefined {
  const value = values.get(attributeOf(input));
  if (input.typeListAttribute !== undefined) return Array.isArray(value) ? value.length : undefined;
  return typeof value === 'number' ? value : undefined;
}

function doesNotFit(definition: OpDefinition, count: number, values: ReadonlyMap<string, unknown>): ArcfaceError {
  const { name, inputs } = definition;
  const taken = inputs.map(input =>
    input.isList ? `${input.name}: a list as long as ${attributeOf(input)} says` : input.name,
  );
  const given = [...new Set(inputs.filter(input => input.isList).map(attributeOf))].map(
    attribute => `${attribute} = ${JSON.stringify(values.get(attribute)) ?? 'not given'}`,
  );
  return ArcfaceError.because({
    expected: `the inputs that ${name} takes, (${taken.join('; ')})`,
    received: [`${count} tensors`, ...given].join(', '),
    place: name,
  });
}
