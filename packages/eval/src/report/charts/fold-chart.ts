import type { Verification } from '../../evaluate-verification.js';
import { drawChart, paint, percentLabel } from './chart.js';

/** Accuracy by fold; a line at the mean, and a band for its 95 % interval. */
export function drawFoldChart({ folds, accuracy }: Verification): Promise<string> {
  const [low, high] = accuracy.ci95;
  const all = [...folds.map(fold => fold.accuracy), low, high];
  // A point more on either side, so that no dot lies on the edge, and no axis without length where all folds are alike.
  const domain = [Math.max(0, Math.min(...all) - 0.01), Math.min(1, Math.max(...all) + 0.01)];
  const y = {
    field: 'accuracy',
    type: 'quantitative',
    title: 'pairs decided rightly',
    scale: { domain, nice: true, zero: false },
    axis: { labelExpr: percentLabel, tickCount: 6 },
  };
  const x = { field: 'fold', type: 'ordinal', title: 'fold', axis: { labelAngle: 0, grid: false } };
  return drawChart([
    {
      data: { values: [{ low, high }] },
      mark: { type: 'rect', color: paint.band, opacity: 0.45 },
      encoding: { y: { ...y, field: 'low' }, y2: { field: 'high' } },
    },
    {
      data: { values: [{ accuracy: accuracy.mean }] },
      mark: { type: 'rule', color: paint.muted, strokeWidth: 1.4 },
      encoding: { y },
    },
    { data: { values: folds }, mark: { type: 'circle', color: paint.same, size: 80, opacity: 1 }, encoding: { x, y } },
  ]);
}
