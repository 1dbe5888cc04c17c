import { expect, it } from 'vitest';
import { fullTrace } from './full-trace.js';

it('is RunOptions { trace_level: FULL_TRACE }', () => {
  // Made by the Python module that protoc generates from TensorFlow's config.proto.
  expect(Buffer.from(fullTrace).toString('hex')).toBe('0803');
});
