import { html, htmlPage } from '@arcface-ts/core';
import type { ReportInput } from './report-input.js';
import { reportStyle } from './report-style.js';
import { chartSection } from './sections/chart-section.js';
import { comparisonSection } from './sections/comparison-section.js';
import { farSection } from './sections/far-section.js';
import { hardPairsSection } from './sections/hard-pairs-section.js';
import { headSection } from './sections/head-section.js';
import { stampSection } from './sections/stamp-section.js';

/**
 * An evaluation as one HTML page that loads and runs nothing: figures in words, charts, the pairs that it errs on most, how it was
 * measured, and earlier results beside it. The same input gives the same page.
 *
 * Throws a ShapeError for a picture that is no data URI of a PNG or JPEG.
 */
export function reportPage(input: ReportInput): string {
  // The page says how large it is, which it does not know before it is there; a few digits do not change it.
  const bytes = Buffer.byteLength(pageOf(input, 0));
  return pageOf(input, bytes);
}

function pageOf(input: ReportInput, bytes: number): string {
  const { run, result } = input.found;
  return htmlPage({
    title: `${result.dataset}: verification of ${run}`,
    style: reportStyle,
    body: html`${headSection(input)}${stampSection(input)}${chartSection(input)}${farSection(input)}${hardPairsSection(input)}${comparisonSection(input)}<footer class="muted">This page is one file of ${Math.round(bytes / 1000)} kB. It loads nothing and runs nothing.</footer>
`,
  });
}
