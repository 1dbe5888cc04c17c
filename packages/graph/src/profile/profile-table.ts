import type { ProfileRow, StepProfile } from './step-profile.js';

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
  const cells = shown.map(row => [row.op, String(row.calls), ...figures(row)]);
  const atOnce = wallMilliseconds > 0 ? ` (${(opMilliseconds / wallMilliseconds).toFixed(2)} ops at once)` : '';
  return [
    aligned([['op', 'calls', 'ms', '%', 'output MiB'], ...cells], 1),
    `wall time ${wallMilliseconds.toFixed(2)} ms${atOnce}`,
  ].join('\n');
}

/** The nodes that took longest as a text table, aligned, with the shape of each one's first output. No newline at its end. */
export function nodeTable({ nodes }: StepProfile, options: { top?: number } = {}): string {
  const { top = 15 } = options;
  const cells = nodes
    .slice(0, top)
    .map(({ name, op, shape, ...row }) => [name, op, shape === null ? '' : `[${shape.join(', ')}]`, ...figures(row)]);
  return aligned([['node', 'op', 'output', 'ms', '%', 'output MiB'], ...cells], 3);
}

function figures(row: Pick<ProfileRow, 'milliseconds' | 'percent' | 'outputMiB'>): string[] {
  return [row.milliseconds.toFixed(2), row.percent.toFixed(1), row.outputMiB.toFixed(1)];
}

/** Columns of equal width: the first ones hold words and begin at the left, the others hold numbers and end at the right. */
function aligned(cells: readonly (readonly string[])[], words: number): string {
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0))) ?? [];
  const pad = (cell: string, column: number): string =>
    column < words ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return cells.map(row => row.map(pad).join('  ')).join('\n');
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
