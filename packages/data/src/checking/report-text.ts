import type { CheckReport, ReportedGroup, ReportedProblem } from './check-report.js';
import { shownProblems } from './problem-groups.js';
import { checkedKinds, problemWords, titleOf } from './problem-words.js';
import { counted, grouped, type HistogramRow, identityRows, sizeRows, summaryLine } from './report-labels.js';

const barWidth = 30;

/** Photos of one problem that are named in its line. */
const namedPhotos = 4;

/** A file's name may hold a line break, or a sequence that moves a terminal's cursor: these are written out. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Rows with the first column on the left and the others on the right of their columns. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] as string).length)));
  return rows.map(row => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number),
    );
    return `  ${cells.join('  ')}`;
  });
}

function histogram(title: string, rows: readonly HistogramRow[]): string[] {
  const largest = Math.max(...rows.map(({ count }) => count));
  const lines = aligned(rows.map(({ label, count }) => [label, grouped(count)]));
  // What is there at all has a bar that can be seen.
  const bar = (count: number) => '█'.repeat(Math.ceil((barWidth * count) / largest));
  return [title, ...lines.map((line, index) => `${line}  ${bar(rows[index]?.count ?? 0)}`.trimEnd())];
}

function named(paths: readonly string[]): string {
  const more = paths.length - namedPhotos;
  return paths.slice(0, namedPhotos).join(', ') + (more > 0 ? ` and ${grouped(more)} more` : '');
}

function problemLine({ photos, others, detail }: ReportedProblem, against: string | null): string {
  const own = named(photos.map(({ path, identity }) => `${path} (${identity})`));
  const there = others.length === 0 ? '' : ` = ${against}: ${named(others)}`;
  return printable(`  ${own}${there}: ${detail}`);
}

function groupLines(group: ReportedGroup, report: CheckReport): string[] {
  const more = group.count - shownProblems;
  return [
    '',
    `${titleOf(group.kind, report)}: ${grouped(group.count)}. ${problemWords[group.kind].advice}`,
    ...group.all.slice(0, shownProblems).map(problem => problemLine(problem, report.against)),
    ...(more > 0 ? [`  and ${grouped(more)} more`] : []),
  ];
}

/** The report for a terminal: what the set is, what was looked for and found, and the first ten of each kind. */
export function reportText(report: CheckReport): string {
  const { set, root, statistics, problems } = report;
  const kinds = checkedKinds(report).map(({ kind, group }) => [
    titleOf(kind, report),
    grouped(group?.count ?? 0),
    group ? counted(group.photos, 'photo') : '',
  ]);
  const lines = [
    `${set}: ${summaryLine(report)}`,
    printable(root),
    ...(statistics.photos === 0
      ? []
      : [
          '',
          ...histogram('Photos per identity', identityRows(report)),
          '',
          ...histogram('Sizes in pixels', sizeRows(report)),
        ]),
    '',
    'Problems',
    ...aligned(kinds).map(line => line.trimEnd()),
    ...problems.flatMap(group => groupLines(group, report)),
  ];
  return `${lines.join('\n')}\n`;
}
