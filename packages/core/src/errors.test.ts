import { expect, it } from 'vitest';
import {
  ArcfaceError,
  asError,
  DataError,
  explain,
  InterruptedError,
  NumericError,
  ShapeError,
  UsageError,
} from './errors.js';

const parts = { expected: 'a cosine in [-1, 1]', received: '2', place: 'arcfaceLogits' };

it('explains by rule, value, place and next step', () => {
  expect(explain({ ...parts, next: 'Normalize the embeddings.' })).toBe(
    'Expected a cosine in [-1, 1] but received 2 (arcfaceLogits). Normalize the embeddings.',
  );
});

it('ends the message after the place when there is no next step', () => {
  expect(explain(parts)).toBe('Expected a cosine in [-1, 1] but received 2 (arcfaceLogits).');
});

it.each([
  [ArcfaceError, 'ArcfaceError', 1],
  [UsageError, 'UsageError', 2],
  [DataError, 'DataError', 1],
  [ShapeError, 'ShapeError', 1],
  [NumericError, 'NumericError', 1],
  [InterruptedError, 'InterruptedError', 130],
])('%o.because makes an error of that class, with its name and exit code', (kind, name, exitCode) => {
  const error = kind.because(parts);
  expect(error).toBeInstanceOf(kind);
  expect(error).toBeInstanceOf(ArcfaceError);
  expect({ name: error.name, exitCode: error.exitCode, message: error.message }).toEqual({
    name,
    exitCode,
    message: explain(parts),
  });
});

it('asError hands an error on as it is', () => {
  const error = new TypeError('x');
  expect(asError(error)).toBe(error);
});

it('asError wraps whatever else was thrown', () => {
  expect(asError(undefined)).toEqual(new Error('undefined'));
  expect(asError('disk full').message).toBe('disk full');
});
