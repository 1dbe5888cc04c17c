import type { ProfileRow, StepProfile } from './step-profile.js';

const header = ['op', 'calls', 'ms', '%', 'output MiB'];

/**
 * A step's profile as a text table, aligned: the ops that took longest, the others in one row, and below them the sum and
 * the wall time. No newline at its end.
 */
export function profileTable(profile: StepProfile, options: { top?: number } = {}): string {
  const { top = 15 } = options;
  const { rows, opMilliseconds, wallMilliseconds } = profile;
  const others = rows.slice(top);
  const rest = others.length > 0 ? [{ op: `${others.length} others`, ...sumOf(others) }] : [];
  const shown = [...rows.slice(0, top), ...rest, { op: 'all ops', ...sumOf(rows) }];
  const cells = [
    header,
    ...shown.map(row => [
      row.op,
      String(row.calls),
      row.milliseconds.toFixed(2),
      row.percent.toFixed(1),
      row.outputMiB.toFixed(1),
    ]),
  ];
  const widths = header.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)));
  const lines = cells.map(row =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  );
  const atOnce = wallMilliseconds > 0 ? ` (${(opMilliseconds / wallMilliseconds).toFixed(2)} ops at once)` : '';
  return [...lines, `wall time ${wallMilliseconds.toFixed(2)} ms${atOnce}`].join('\n');
}

function sumOf(rows: readonly ProfileRow[]): Omit<ProfileRow, 'op'> {
  const sum = { calls: 0, milliseconds: 0, percent: 0, outputMiB: 0 };
  for (const row of rows) {
    sum.calls += row.calls;
    sum.milliseconds += row.milliseconds;
    sum.percent += row.percent;
    sum.outputMiB += row.outputMiB;
  }
  return sum;
}
