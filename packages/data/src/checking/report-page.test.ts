import { expect, it } from 'vitest';
import { exampleResult } from '../testing/example-check.js';
import { checkReport } from './check-report.js';
import { reportPage } from './report-page.js';

const report = checkReport(exampleResult(), { set: 'celeba' });
const png = 'data:image/png;base64,iVBORw0KGgo=';

/** Elements that have no end. */
const single = new Set(['meta', 'img', 'rect']);

/** Names of elements that are opened and not closed, or closed out of turn. */
function unbalanced(page: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, end, name] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^<>]*)?>/g) as Iterable<string[]>) {
    if (single.has(name as string)) continue;
    if (end === '') open.push(name as string);
    else if (open.pop() !== name) faults.push(name as string);
  }
  return [...faults, ...open];
}

it('closes every element that it opens', () => {
  const page = reportPage(report, { sheets: { 'duplicate-other-identity': [png] } });
  expect(unbalanced(page)).toEqual([]);
  expect(unbalanced('<p><b></p>')).not.toEqual([]);
});

it('escapes names of files and messages', () => {
  const page = reportPage(report);
  expect(page).not.toContain('<script');
  expect(page).toContain('<code>&lt;script&gt;alert(1)&lt;/script&gt;.jpg</code>');
  expect(page).toContain('CORRUPT: &quot;cut&quot; &amp; off');
  expect(page).toContain('<code>/data/&lt;celeba&gt;</code>');
});

it('loads nothing from elsewhere', () => {
  const page = reportPage(report, { sheets: { 'duplicate-other-identity': [png] } });
  expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
  expect(
    [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(match => match[1]).filter(address => !address?.startsWith('#')),
  ).toEqual([png]);
  expect(page).not.toMatch(/url\(|@import|https?:/);
});

it('shows a picture above the photos of its own problem', () => {
  const page = reportPage(report, {
    sheets: { 'duplicate-other-identity': [png], 'train-test-duplicate': [undefined] },
  });
  const section = page.slice(page.indexOf('<section id="duplicate-other-identity">'));
  expect(section.indexOf(png)).toBeLessThan(section.indexOf('1.jpg'));
  expect(page.match(/<img /g)).toHaveLength(1);
});

it.each(['https://example.org/a.png', 'data:image/svg+xml;base64,AAAA', 'data:image/png;base64,AA" onload="x'])(
  'refuses the picture %s',
  uri => {
    expect(() => reportPage(report, { sheets: { 'duplicate-other-identity': [uri] } })).toThrow(
      /^Expected a picture as data:image\/png;base64,… or data:image\/jpeg;base64,… but received/,
    );
  },
);

it('draws bars in proportion, the longest as long as there is room', () => {
  const widths = [...reportPage(report).matchAll(/<rect width="([\d.]+)"/g)].map(match => Number(match[1]));
  expect(widths).toEqual([1.2, 0, 100, 100, Number(((344 / 12_000) * 100).toFixed(2))]);
});

it('shows the first ten of a kind and says of how many', () => {
  const page = reportPage(report);
  expect(page.match(/single-\d+\.jpg/g)).toHaveLength(10);
  expect(page).toContain('The first 10 of 12.');
});

it('names the first photos of a large group and counts the others', () => {
  const page = reportPage(report);
  expect(page.match(/burst-\d+\.jpg/g)).toHaveLength(12);
  expect(page).toContain('and 3 more');
});

it('links each kind with problems to its own section, and says none of the others', () => {
  const page = reportPage(report);
  for (const { kind } of report.problems) {
    expect(page).toContain(`<a href="#${kind}">`);
    expect(page.split(`id="${kind}"`)).toHaveLength(2);
  }
  expect(page.match(/>none</g)).toHaveLength(7 - report.problems.length);
});

it('is a whole page for a set in which nothing is wrong and nothing can be decoded', () => {
  const statistics = { photos: 0, identities: 0, fewest: 0, median: 0, most: 0, histogram: [] };
  const empty = checkReport({ ...exampleResult([]), statistics, sizes: [] }, { set: 'celeba' });
  const page = reportPage(empty);
  expect(unbalanced(page)).toEqual([]);
  expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
});
