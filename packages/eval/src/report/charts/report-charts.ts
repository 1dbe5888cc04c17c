import type { Verification } from '../../evaluate-verification.js';
import { drawDetChart } from './det-chart.js';
import { drawDistanceChart, type KindDistances } from './distance-chart.js';
import { drawFoldChart } from './fold-chart.js';
import { drawRocChart } from './roc-chart.js';

/** The charts of a report, as SVG whose colours are CSS variables. */
export interface ReportCharts {
  readonly roc: string;
  readonly det: string;
  readonly distances: string;
  readonly folds: string;
}

/** Draws the charts of a report. @param distances squared, of the pairs that were evaluated */
export async function drawReportCharts(verification: Verification, distances: KindDistances): Promise<ReportCharts> {
  const [roc, det, histogram, folds] = await Promise.all([
    drawRocChart(verification),
    drawDetChart(verification),
    drawDistanceChart(verification, distances),
    drawFoldChart(verification),
  ]);
  return { roc, det, distances: histogram, folds };
}
