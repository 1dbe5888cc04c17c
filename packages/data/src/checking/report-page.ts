import { checkPictureUri, html, htmlPage, Markup } from '@arcface-ts/core';
import type { CheckReport, ReportedGroup, ReportedProblem } from './check-report.js';
import { type ProblemKind, shownProblems } from './problem-groups.js';
import { checkedKinds, problemWords, titleOf } from './problem-words.js';
import { counted, grouped, type HistogramRow, identityRows, sizeRows, summaryLine } from './report-labels.js';
import { reportStyle } from './report-style.js';

/** For each kind of problem the pictures of its first ten problems, as data URIs of PNG or JPEG, in their order. */
export type ProblemSheets = Readonly<Partial<Record<ProblemKind, readonly (string | undefined)[]>>>;

/** Photos of one problem that are named under its picture. */
const namedPhotos = 12;

const nothing = new Markup('');

function figure(name: string, value: string): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`;
}

/** The bar is drawn in a box of 100×1 that stretches, so that labels stay text of the page's own size. */
function bar(share: number): Markup {
  const width = (100 * share).toFixed(2);
  return html`<svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${width}" height="1"/></svg>`;
}

function histogram(title: string, columns: readonly [string, string], rows: readonly HistogramRow[]): Markup {
  if (rows.length === 0) return nothing;
  const largest = Math.max(...rows.map(({ count }) => count));
  return html`<section><h2>${title}</h2>
<table><thead><tr><th scope="col">${columns[0]}</th><th scope="col" class="number">${columns[1]}</th><td class="bar"></td></tr></thead><tbody>
${rows.map(
  ({ label, count }) =>
    html`<tr><th scope="row" class="label">${label}</th><td class="number">${grouped(count)}</td><td class="bar">${bar(count / largest)}</td></tr>\n`,
)}</tbody></table></section>
`;
}

function overview(report: CheckReport): Markup {
  const rows = checkedKinds(report).map(({ kind, group }) => {
    const title = titleOf(kind, report);
    const { weight } = problemWords[kind];
    if (group === undefined) {
      return html`<tr class="none"><th scope="row">${title}</th><td></td><td class="number">none</td><td class="number"></td></tr>\n`;
    }
    return html`<tr><th scope="row"><a href="#${kind}">${title}</a></th><td class="${weight}">${weight}</td><td class="number">${grouped(group.count)}</td><td class="number">${grouped(group.photos)}</td></tr>\n`;
  });
  return html`<section><h2>Problems</h2>
<table><thead><tr><th scope="col">Kind</th><th scope="col">Weight</th><th scope="col" class="number">Found</th><th scope="col" class="number">Photos</th></tr></thead><tbody>
${rows}</tbody></table>
<p class="muted">Near duplicates differ in at most ${report.maxDistance} of the 64 bits of a perceptual hash.${
    report.against === null ? ' No other set was searched for photos of this one.' : ''
  }</p></section>
`;
}

function photoList({ photos, others }: ReportedProblem, against: string | null): Markup {
  const own = photos.map(
    ({ path, identity }) => html`<li><code>${path}</code> <span class="muted">identity ${identity}</span></li>\n`,
  );
  const there = others.map(
    path => html`<li><code>${path}</code> <span class="muted">in ${against ?? 'the other set'}</span></li>\n`,
  );
  const shortened = (list: readonly Markup[]) =>
    list.length <= namedPhotos
      ? list
      : [...list.slice(0, namedPhotos), html`<li class="muted">and ${grouped(list.length - namedPhotos)} more</li>\n`];
  return html`<ul>${shortened(own)}${shortened(there)}</ul>`;
}

function groupSection(group: ReportedGroup, report: CheckReport, sheets: ProblemSheets): Markup {
  const problems = group.all.slice(0, shownProblems).map((problem, index) => {
    const uri = sheets[group.kind]?.[index];
    const picture =
      uri === undefined
        ? nothing
        : html`<img src="${checkPictureUri(uri, 'reportPage')}" alt="The photos listed below, in their order">\n`;
    return html`<li>${picture}<p>${problem.detail}</p>${photoList(problem, report.against)}</li>\n`;
  });
  const shown =
    group.count > shownProblems
      ? html`<p class="muted">The first ${shownProblems} of ${grouped(group.count)}.</p>`
      : nothing;
  return html`<section id="${group.kind}"><h2>${titleOf(group.kind, report)}: ${grouped(group.count)}</h2>
<p class="muted">${problemWords[group.kind].advice}</p>
<ol class="problems">
${problems}</ol>${shown}</section>
`;
}

/**
 * The report as one HTML page that loads and runs nothing.
 *
 * @param options.sheets pictures of the first problems of a kind; where one is missing the photos are only named
 * Throws a ShapeError for a picture that is no data URI of a PNG or JPEG.
 */
export function reportPage(report: CheckReport, { sheets = {} }: { sheets?: ProblemSheets } = {}): string {
  const { set, root, statistics, problems } = report;
  const perIdentity = `${grouped(statistics.fewest)} to ${grouped(statistics.most)}`;
  const body = html`<header><h1>Check of ${set}</h1>
<p>${summaryLine(report)}</p>
<p class="muted"><code>${root}</code></p>
<dl class="figures">
${figure('Photos', grouped(report.photos))}${figure('Identities', grouped(statistics.identities))}${figure('Photos an identity', perIdentity)}${figure('In the middle', counted(statistics.median, 'photo'))}</dl></header>
${overview(report)}<div class="histograms">
${histogram('Photos per identity', ['Photos', 'Identities'], identityRows(report))}${histogram('Sizes in pixels', ['Width × height', 'Photos'], sizeRows(report))}</div>
${problems.map(group => groupSection(group, report, sheets))}`;
  return htmlPage({ title: `Check of ${set}`, style: reportStyle, body });
}
