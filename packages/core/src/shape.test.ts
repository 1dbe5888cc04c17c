import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ShapeError } from './errors.js';
import { checkShape, elementCount } from './shape.js';

it('returns the length of each named axis', () => {
  expect(checkShape('cosine', [64, 10], ['batch', 'classes'], 'arcfaceLogits')).toEqual({ batch: 64, classes: 10 });
});

it('takes a length of 0, which a batch may have', () => {
  expect(checkShape('x', [0, 0], ['batch', 'batch'], 'here')).toEqual({ batch: 0 });
});

it('refuses another rank, naming the value, the pattern, the place and the next step', () => {
  const check = () => checkShape('cosine', [64], ['batch', 'classes'], 'arcfaceLogits', 'Pass cosines.');
  expect(check).toThrow(
    new ShapeError('Expected cosine of shape [batch, classes] but received [64] (arcfaceLogits). Pass cosines.'),
  );
});

it('refuses another length on an axis of fixed length', () => {
  expect(() => checkShape('image', [112, 112, 4], ['height', 'width', 3], 'here')).toThrow(
    'Expected image of shape [height, width, 3] but received [112, 112, 4] (here).',
  );
});

it('holds two axes of one name to one length', () => {
  expect(checkShape('gram', [5, 5], ['n', 'n'], 'here')).toEqual({ n: 5 });
  expect(() => checkShape('gram', [5, 6], ['n', 'n'], 'here')).toThrow('[n, n] but received [5, 6]');
});

it('accepts every shape under a pattern of distinct names and reports it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat()), shape => {
      const names = shape.map((_, axis) => `axis${axis}`);
      expect(Object.values(checkShape('x', shape, names, 'here'))).toEqual(shape);
    }),
  );
});

it('counts the elements of a shape; a scalar has one', () => {
  expect([elementCount([2, 3, 4]), elementCount([]), elementCount([5, 0])]).toEqual([24, 1, 0]);
});
