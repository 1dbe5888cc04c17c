import { html, type Markup } from '@arcface-ts/core';
import { type ComparedResult, compareResults } from '../compare-results.js';
import type { ReportInput } from '../report-input.js';
import { percent, points, range } from '../report-numbers.js';

/** Rows of the table; a folder of a year's runs would push everything else out of sight. */
const shownResults = 40;

/** Other results that were found, beside this one. */
export function comparisonSection({ found, others, unreadable }: ReportInput): Markup {
  const rows = compareResults(found, others);
  const far = farOf(rows);
  // This one is always among them, however many are better.
  const shown = rows.filter((row, place) => place < shownResults || row.isThis);
  return html`<section><h2>Beside earlier results</h2>
${
  others.length === 0
    ? html`<p class="muted">No other result was found in runs/.</p>`
    : html`<table class="stacked compared"><thead><tr><th scope="col">Run</th><th scope="col">Test</th><th scope="col" class="number">Accuracy</th><th scope="col" class="number">95 % interval</th><th scope="col" class="number">Against this one</th><th scope="col" class="number">TAR at ${far}</th><th scope="col" class="number">AUC</th><th scope="col">Net</th><th scope="col">Date</th></tr></thead><tbody>
${shown.map(row => resultRow(row, far))}</tbody></table>
<p class="muted">${rows.length > shown.length ? `${rows.length - shown.length} more are left out. ` : ''}A difference below one standard error, the larger of the two results', is called noise. Results on other tests do not compare.</p>`
}${
  unreadable.length === 0
    ? ''
    : html`<p class="muted">Not read, since they do not have the form of a result: ${unreadable.map((path, index) => html`${index > 0 ? ', ' : ''}<code>${path}</code>`)}.</p>`
}</section>
`;
}

function resultRow(row: ComparedResult, far: string): Markup {
  const { run, set, result, date, net, best, isThis } = row;
  const tar = result.tarAtFar[far]?.tar;
  const test = result.dataset === set ? set : `${set}: ${result.dataset}`;
  return html`<tr${isThis ? html` class="this"` : ''}><th scope="row" data-label="Run"><span>${run}${best ? html` <span class="best">best</span>` : ''}</span></th><td data-label="Test">${test}</td><td class="number" data-label="Accuracy">${percent(result.accuracy.mean)}</td><td class="number" data-label="95 % interval">${range(result.accuracy.ci95)}</td><td class="number" data-label="Against this one">${differenceText(row)}</td><td class="number" data-label="TAR at ${far}">${tar === undefined ? '–' : percent(tar)}</td><td class="number" data-label="AUC">${result.auc.toFixed(4)}</td><td data-label="Net">${net ?? '–'}</td><td class="date" data-label="Date">${date}</td></tr>
`;
}

function differenceText({ isThis, difference }: ComparedResult): string {
  if (isThis) return 'this one';
  if (difference === undefined) return 'another test';
  const { accuracy, noise } = difference;
  const sign = accuracy < 0 ? '−' : '+';
  return `${sign}${points(Math.abs(accuracy))}${noise ? ', noise' : ''}`;
}

/** 1e-2 where there is one: the rate that most tests can support. */
function farOf(rows: readonly ComparedResult[]): string {
  const fars = rows.flatMap(({ result }) => Object.keys(result.tarAtFar));
  return fars.includes('1e-2') ? '1e-2' : (fars[0] ?? '1e-2');
}
