import { expect, it } from 'vitest';
import { codeFingerprint } from './code-fingerprint.js';

it('stays the same while the built code does', async () => {
  const first = await codeFingerprint();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await codeFingerprint()).toBe(first);
});
