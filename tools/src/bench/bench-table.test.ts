import { expect, it } from 'vitest';
import { benchTable } from './bench-table.js';

it('shows a dash where a row has no memory or precision', () => {
  const row = { name: 'product', ours: 2, opponent: 1, opponentName: 'PyTorch', unit: 'GFLOP/s', ratio: 2 };
  expect(benchTable([row, { ...row, precision: 'float32', peakRssMiB: 10.4, opponentPeakRssMiB: 20.6 }])).toBe(
    [
      '| what | precision | ours | opponent | unit | ratio | peak memory |',
      '| --- | --- | --- | --- | --- | --- | --- |',
      '| product | – | 2.0 | 1.0 (PyTorch) | GFLOP/s | 2.00 × | – / – MiB |',
      '| product | float32 | 2.0 | 1.0 (PyTorch) | GFLOP/s | 2.00 × | 10 / 21 MiB |',
    ].join('\n'),
  );
});
