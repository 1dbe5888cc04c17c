import type { CheckReport } from './check-report.js';

/** A row of a histogram. */
export interface HistogramRow {
  readonly label: string;
  readonly count: number;
}

/** Size classes beyond these are told of together. */
const shownSizes = 12;

/** `12,345`, in every locale. */
export function grouped(count: number): string {
  return count.toLocaleString('en');
}

/** `1 photo`, `2,000 photos`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${grouped(count)} ${count === 1 ? singular : plural}`;
}

function rangeLabel(smallest: number, largest: number): string {
  return smallest === largest ? grouped(smallest) : `${grouped(smallest)}–${grouped(largest)}`;
}

/** How many identities have so many photos. */
export function identityRows({ statistics }: CheckReport): HistogramRow[] {
  return statistics.histogram.map(({ from, to, identities }) => ({ label: rangeLabel(from, to), count: identities }));
}

/** How many photos have such a size, in pixels; what is rare in one last row. */
export function sizeRows({ sizes }: CheckReport): HistogramRow[] {
  const rows = sizes.map(({ width, height, photos }) => ({
    label: `${rangeLabel(...width)} × ${rangeLabel(...height)}`,
    count: photos,
  }));
  if (rows.length <= shownSizes) return rows;
  const rare = rows.slice(shownSizes - 1);
  return [
    ...rows.slice(0, shownSizes - 1),
    { label: `${rare.length} other classes`, count: rare.reduce((sum, { count }) => sum + count, 0) },
  ];
}

/** What the set is, in a sentence. */
export function summaryLine({ photos, unreadable, statistics }: CheckReport): string {
  const readable =
    unreadable === 0 ? 'all of them can be decoded' : `${counted(unreadable, 'photo')} cannot be decoded`;
  return `${counted(photos, 'photo')} of ${counted(statistics.identities, 'identity', 'identities')}; ${readable}.`;
}
