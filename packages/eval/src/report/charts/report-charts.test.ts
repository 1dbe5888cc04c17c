import { expect, it } from 'vitest';
import { embeddingNorms } from '../../embeddings.js';
import { evaluateVerification } from '../../evaluate-verification.js';
import { pairDistances } from '../../pair-distances.js';
import { pairsAt, type WantedPair } from '../../testing/pairs-at.js';
import { inlineChart, paintedChart } from './chart.js';
import { pairCurve } from './pair-curve.js';
import { drawCurveCharts, drawReportCharts } from './report-charts.js';

/** Ten same and ten different pairs a fold, in two folds; of ten of a kind one lies with the other kind where that is asked for. */
function chartsOf({ near, far, wrong }: { near: number; far: number; wrong: boolean }) {
  const wanted = Array.from({ length: 40 }, (_, index): WantedPair => {
    const same = index % 2 === 0;
    const astray = wrong && index % 20 < 2;
    return { distance: same !== astray ? near : far, same, fold: index < 20 ? 1 : 2 };
  });
  const { embeddings, pairs } = pairsAt(wanted);
  const verification = evaluateVerification(embeddings, pairs, { resamples: 20 });
  const distances = pairDistances(embeddings, embeddingNorms(embeddings), pairs);
  const ofKind = (kind: boolean) => distances.filter((_, pair) => pairs[pair]?.same === kind);
  return drawReportCharts(verification, { same: ofKind(true), different: ofKind(false) });
}

const charts = await chartsOf({ near: 0.5, far: 2, wrong: true });

it('draws all charts in one size', () => {
  for (const svg of Object.values(charts)) expect(svg).toMatch(/^<svg [^>]*viewBox="0 0 420 320"/);
});

it('leaves the colours to the page, and has some of its own for a picture', () => {
  for (const svg of Object.values(charts)) {
    expect(svg).toContain('var(--chart-');
    // What is left are Vega's own settings for elements that are not drawn.
    expect([...svg.matchAll(/(?:fill|stroke)="(?!var|none|transparent)([^"]*)"/g)].map(([, colour]) => colour)).toEqual(
      [],
    );
    expect(paintedChart(svg)).not.toMatch(/var\(|undefined/);
  }
});

it('refers to nothing inside or outside of itself, so that charts can share a page', () => {
  for (const svg of Object.values(charts)) expect(inlineChart(svg, 'a chart')).not.toMatch(/url\(|https?:|href|\sid="/);
});

it('names the axes and their units', () => {
  const texts = (svg: string) => [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text);
  expect(texts(charts.roc)).toEqual(expect.arrayContaining(['false accept rate', 'true accept rate', '10 %', '100 %']));
  expect(texts(charts.det)).toEqual(expect.arrayContaining(['false accept rate in %', 'false reject rate in %', '50']));
  expect(texts(charts.distances)).toEqual(expect.arrayContaining(['same person', 'different people']));
  expect(texts(charts.folds)).toEqual(expect.arrayContaining(['fold', '1', '2', 'pairs decided rightly']));
});

it('puts a tenth of errors of both kinds on the diagonal of the DET', () => {
  const [, x, y] = charts.det.match(/role-mark[^>]*><path transform="translate\(([\d.]+),([\d.]+)\)"/) as string[];
  const diagonal = charts.det.match(/d="M0,([\d.]+)L([\d.]+),0"[^>]*stroke-dasharray/) as string[];
  const [height, width] = [Number(diagonal[1]), Number(diagonal[2])];
  expect(Number(x) / width).toBeCloseTo(1 - Number(y) / height, 3);
});

it.each([
  ['without an error', { near: 0.5, far: 2, wrong: false }],
  ['with all pairs at one distance', { near: 1, far: 1, wrong: false }],
])('draws a result %s', async (_, wanted) => {
  for (const svg of Object.values(await chartsOf(wanted))) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

it('draws the same curves from distances alone', async () => {
  const wanted = Array.from({ length: 40 }, (_, index): WantedPair => {
    const same = index % 2 === 0;
    return { distance: same !== index % 20 < 2 ? 0.5 + index / 100 : 2 - index / 100, same, fold: index < 20 ? 1 : 2 };
  });
  const { embeddings, pairs } = pairsAt(wanted);
  const verification = evaluateVerification(embeddings, pairs, { resamples: 20 });
  const distances = pairDistances(embeddings, embeddingNorms(embeddings), pairs);
  const same = pairs.map(pair => pair.same);
  const kinds = { same: distances.filter((_, i) => same[i]), different: distances.filter((_, i) => !same[i]) };
  const curve = { ...pairCurve(distances, same), folds: verification.folds, tarAtFar: verification.tarAtFar };
  const { folds, ...curves } = await drawReportCharts(verification, kinds);
  expect(await drawCurveCharts(curve, kinds)).toEqual(curves);
});
