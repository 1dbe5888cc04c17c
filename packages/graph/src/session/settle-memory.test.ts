import { beforeAll, expect, it } from 'vitest';
import { startTensorflow } from '../start-tensorflow.js';
import { settleMemory } from './settle-memory.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const residentMib = () => process.memoryUsage().rss / 2 ** 20;

it('gives back garbage, whose memory would be kept', () => {
  // The first time takes the table of the address space.
  settleMemory();
  const before = residentMib();
  // Outside of JavaScript's heap, and small enough to lie in malloc's own.
  const blocks = Array.from({ length: 3000 }, () => Buffer.allocUnsafeSlow(64 * 1024).fill(1));
  expect(residentMib() - before).toBeGreaterThan(150);
  blocks.length = 0;
  settleMemory();
  expect(residentMib() - before).toBeLessThan(50);
});
