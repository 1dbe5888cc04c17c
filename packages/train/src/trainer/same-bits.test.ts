import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/testing/hash-of-steps.js', import.meta.url));

const views = {
  photoSizePx: 64,
  squares: [
    { leftPx: 0, topPx: 0, sidePx: 64 },
    { leftPx: 8, topPx: 16, sidePx: 48 },
  ],
};

it.each([
  ['a net', { embeddingSize: 128 }],
  ['nets side by side', { name: 'iresnet18', width: 0.5, embeddingSize: 128, imageSizePx: 64, views }],
])('%s trains the same bits in every process', async (_, model) => {
  const hashes: string[] = [];
  for (let i = 0; i < 2; i++) {
    const { stdout } = await promisify(execFile)(process.execPath, [program, JSON.stringify(model)]);
    hashes.push(stdout.trim());
  }
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(hashes).size).toBe(1);
});
