import { manifestRecordSchema } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { syntheticManifest } from './synthetic-set.js';

it('writes lines that are those of a prepared set', () => {
  const { manifest, summary } = syntheticManifest({ photos: 50, identities: 7 });
  const records = manifest
    .trimEnd()
    .split('\n')
    .map(line => manifestRecordSchema.parse(JSON.parse(line)));
  expect(records).toHaveLength(50);
  expect(new Set(records.map(({ path }) => path)).size).toBe(50);
  expect(new Set(records.map(({ identity }) => identity)).size).toBe(7);
  expect(summary).toMatchObject({ photos: 50, identities: 7, bytes: records[0]?.crop?.length });
});
