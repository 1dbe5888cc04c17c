import { ArcfaceError } from '@arcface-ts/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeOpDefinition, groupInputs, type OpArgument, type OpDefinition } from './op-definition.js';

// Made by the Python module that protoc generates from TensorFlow's op_def.proto.
const concatBytes = Buffer.from(
  [
    '0a08436f6e6361745632120e0a0676616c7565732201542a014e120c0a04617869732204546964781a0b0a066f7574707574',
    '22015422080a014e1203696e7422090a0154120474797065220c0a0454696478120474797065',
  ].join(''),
  'hex',
);
const assertBytes = Buffer.from(
  [
    '0a06417373657274120d0a09636f6e646974696f6e180a12090a0464617461320154220f0a0154120a6c6973742874797065',
    '2922100a0973756d6d6172697a651203696e74',
  ].join(''),
  'hex',
);

const single = (name: string): OpArgument => ({ name, isList: false });
const listOf = (name: string, numberAttribute: string): OpArgument => ({ name, isList: true, numberAttribute });
const typeList = (name: string, typeListAttribute: string): OpArgument => ({ name, isList: true, typeListAttribute });
const taking = (name: string, ...inputs: OpArgument[]): OpDefinition => ({ name, inputs, outputs: [] });

describe('decodeOpDefinition', () => {
  it('reads a list by its number attribute, and single tensors', () => {
    expect(decodeOpDefinition(concatBytes)).toEqual({
      name: 'ConcatV2',
      inputs: [listOf('values', 'N'), single('axis')],
      outputs: [single('output')],
    });
  });

  it('reads a list by its type-list attribute, and an op without outputs', () => {
    expect(decodeOpDefinition(assertBytes)).toEqual(taking('Assert', single('condition'), typeList('data', 'T')));
  });
});

describe('groupInputs', () => {
  it('marks single inputs', () => {
    expect(groupInputs(taking('MatMul', single('a'), single('b')), 2, [])).toEqual([-1, -1]);
  });

  it('tells a list of one, and an empty one, from a single input', () => {
    const definition = taking('ConcatV2', listOf('values', 'N'), single('axis'));
    expect(groupInputs(definition, 2, [])).toEqual([1, -1]);
    expect(groupInputs(definition, 1, [])).toEqual([0, -1]);
  });

  it('takes the length of a list of types', () => {
    const definition = taking('While', typeList('input', 'T'), typeList('captured', 'C'));
    expect(groupInputs(definition, 3, [{ name: 'T', value: [1, 3] }])).toEqual([2, 1]);
  });

  it('shares what is left between the lists of one attribute', () => {
    const definition = taking('DynamicStitch', listOf('indices', 'N'), listOf('data', 'N'));
    expect(groupInputs(definition, 6, [])).toEqual([3, 3]);
  });

  it('shares out any inputs, whichever one attribute is not given', () => {
    const name = fc.constantFrom('A', 'B', 'C');
    const kind = fc.oneof(fc.constant(undefined), name);
    const sizes = fc.record({ A: fc.nat(5), B: fc.nat(5), C: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 6 }), sizes, name, fc.boolean(), (kinds, size, missing, byType) => {
        const inputs = kinds.map((attribute, i) => {
          if (attribute === undefined) return single(`x${i}`);
          return byType ? typeList(`x${i}`, attribute) : listOf(`x${i}`, attribute);
        });
        const expected = kinds.map(attribute => (attribute === undefined ? -1 : size[attribute]));
        const count = expected.reduce((sum, length) => sum + Math.abs(length), 0);
        const attributes = Object.entries(size)
          .filter(([attribute]) => attribute !== missing)
          .map(([attribute, length]) => ({ name: attribute, value: byType ? Array(length).fill(1) : length }));
        expect(groupInputs(taking('Op', ...inputs), count, attributes)).toEqual(expected);
      }),
    );
  });

  it('says what the op takes when there are too few or too many', () => {
    const definition = taking('MatMul', single('a'), single('b'));
    for (const count of [1, 3]) {
      expect(() => groupInputs(definition, count, [])).toThrow(
        new ArcfaceError(`Expected the inputs that MatMul takes, (a; b) but received ${count} tensors (MatMul).`),
      );
    }
  });

  it('says what the attribute is when the count is another', () => {
    const definition = taking('ConcatV2', listOf('values', 'N'), single('axis'));
    expect(() => groupInputs(definition, 3, [{ name: 'N', value: 3 }])).toThrow(
      new ArcfaceError(
        'Expected the inputs that ConcatV2 takes, (values: a list as long as N says; axis) but received 3 tensors, N = 3 (ConcatV2).',
      ),
    );
  });

  it.each([
    ['two attributes are missing', taking('While', typeList('a', 'T'), typeList('b', 'C')), 4],
    ['lists of one length would be uneven', taking('DynamicStitch', listOf('a', 'N'), listOf('b', 'N')), 3],
    ['not even the single inputs are there', taking('ConcatV2', listOf('values', 'N'), single('axis')), 0],
  ])('refuses to guess when %s', (_, definition, count) => {
    expect(() => groupInputs(definition, count, [])).toThrow(/not given/);
  });
});
