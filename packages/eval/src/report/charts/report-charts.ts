import type { Verification } from '../../evaluate-verification.js';
import { drawDetChart } from './det-chart.js';
import { drawDistanceChart, type KindDistances } from './distance-chart.js';
import { drawFoldChart } from './fold-chart.js';
import type { PairCurve } from './pair-curve.js';
import { drawRocChart } from './roc-chart.js';

/** What the pairs alone give to draw, as SVG whose colours are CSS variables. */
export interface CurveCharts {
  readonly roc: string;
  readonly det: string;
  readonly distances: string;
}

/** The charts of a report. */
export interface ReportCharts extends CurveCharts {
  readonly folds: string;
}

/** Draws the charts that need no folds' figures. @param distances squared, of the pairs that were evaluated */
export async function drawCurveCharts(curve: PairCurve, distances: KindDistances): Promise<CurveCharts> {
  const [roc, det, histogram] = await Promise.all([
    drawRocChart(curve),
    drawDetChart(curve),
    drawDistanceChart(curve, distances),
  ]);
  return { roc, det, distances: histogram };
}

/** Draws the charts of a report. @param distances squared, of the pairs that were evaluated */
export async function drawReportCharts(verification: Verification, distances: KindDistances): Promise<ReportCharts> {
  const [curves, folds] = await Promise.all([drawCurveCharts(verification, distances), drawFoldChart(verification)]);
  return { ...curves, folds };
}
