import type { BenchRow } from '@arcface-ts/core';

function mib(value: number | undefined): string {
  return value === undefined ? '–' : String(Math.round(value));
}

/** Rows of a bench as a Markdown table. */
export function benchTable(rows: readonly BenchRow[]): string {
  const lines = rows.map(row =>
    [
      row.name,
      row.precision ?? '–',
      row.ours.toFixed(1),
      `${row.opponent.toFixed(1)} (${row.opponentName})`,
      row.unit,
      `${row.ratio.toFixed(2)} ×`,
      `${mib(row.peakRssMiB)} / ${mib(row.opponentPeakRssMiB)} MiB`,
    ].join(' | '),
  );
  const heads = ['what', 'precision', 'ours', 'opponent', 'unit', 'ratio', 'peak memory'];
  return [heads.join(' | '), heads.map(() => '---').join(' | '), ...lines].map(line => `| ${line} |`).join('\n');
}
