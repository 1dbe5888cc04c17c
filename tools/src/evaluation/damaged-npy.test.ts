import { readDamaged } from '@arcface-ts/core/testing';
import { expect, it } from 'vitest';
import { decodeNpy, encodeNpy } from './npy.js';

it('damaged .npy files are read, or refused by name', async () => {
  const { refused } = await readDamaged({
    format: '.npy',
    valid: [encodeNpy({ rows: 3, columns: 4, data: new Float32Array(12).fill(0.5) })],
    names: 'e.npy',
    read: bytes => decodeNpy(bytes, 'e.npy'),
  });
  expect(refused).toBeGreaterThan(0);
});
