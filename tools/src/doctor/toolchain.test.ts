import { expect, it } from 'vitest';
import { neededUnless } from './toolchain.js';

it('takes a missing tool for a fault only while the binding is not built', () => {
  expect(neededUnless(false, 'no python3', 'install it').state).toBe('fault');
  expect(neededUnless(true, 'no python3', 'install it').state).toBe('note');
});
