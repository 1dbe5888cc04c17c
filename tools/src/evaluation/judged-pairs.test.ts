import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readJudgedPairs, writeJudgedPairs } from './judged-pairs.js';

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), 'judged-pairs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'pairs.jsonl');
}

it('keeps distances to the bit, with the names of both images', async () => {
  const path = file();
  const pairs = [
    { first: 2, second: 0, same: true, fold: 3, firstIdentity: 7, secondIdentity: 7 },
    { first: 0, second: 1, same: false, fold: 4, firstIdentity: 7, secondIdentity: 8 },
  ];
  await writeJudgedPairs(path, pairs, { distances: Float64Array.of(1 / 3, 2 - 2 ** -52), names: ['a', 'b "c"', 'd'] });
  expect(await readJudgedPairs(path, '')).toEqual([
    { fold: 3, same: true, squaredDistance: 1 / 3, first: 'd', second: 'a' },
    { fold: 4, same: false, squaredDistance: 2 - 2 ** -52, first: 'a', second: 'b "c"' },
  ]);
});

it('names the line that is no pair, and says what to do where there is no file', async () => {
  const path = file();
  await expect(readJudgedPairs(path, 'Evaluate again.')).rejects.toThrow(/ENOENT.*pairs\.jsonl.*Evaluate again\./s);
  writeFileSync(path, '{"fold":1,"same":true,"squaredDistance":0.5,"first":"a","second":"b"}\n{"fold":1}\n');
  await expect(readJudgedPairs(path, '')).rejects.toThrow(/pairs\.jsonl, line 2.*squaredDistance/s);
});
