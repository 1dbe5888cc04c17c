import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/testing/hash-of-steps.js', import.meta.url));

it('trains the same bits in every process', { timeout: 120_000 }, async () => {
  const hashes: string[] = [];
  for (let i = 0; i < 2; i++) hashes.push((await promisify(execFile)(process.execPath, [program])).stdout.trim());
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(hashes).size).toBe(1);
});
