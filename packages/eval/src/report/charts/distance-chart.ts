import { drawChart, paint, percentLabel } from './chart.js';
import { binWidth, distanceBins } from './distance-bins.js';
import type { PairCurve } from './pair-curve.js';

/** Squared distances of the pairs, by kind. */
export interface KindDistances {
  readonly same: ArrayLike<number>;
  readonly different: ArrayLike<number>;
}

interface ThresholdMark {
  readonly threshold: number;
  readonly text: string;
}

/** How far apart same and different pairs lie, each kind as shares of its own, and the thresholds between them. */
export function drawDistanceChart(
  { folds, tarAtFar }: Pick<PairCurve, 'folds' | 'tarAtFar'>,
  distances: KindDistances,
): Promise<string> {
  const kinds = [
    { kind: 'same person', bins: distanceBins(distances.same) },
    { kind: 'different people', bins: distanceBins(distances.different) },
  ];
  const values = kinds.flatMap(({ kind, bins }) => bins.map(bin => ({ kind, ...bin })));
  const highest = Math.max(...values.map(({ share }) => share));
  const marks = thresholdMarks(folds, tarAtFar);
  const [low, high] = [
    Math.min(...values.map(({ from }) => from), ...marks.map(({ threshold }) => threshold - binWidth)),
    Math.max(...values.map(({ to }) => to), ...marks.map(({ threshold }) => threshold + binWidth)),
  ];
  // Each text has a line of its own above the bars: thresholds may lie close together.
  const top = highest * (1 + 0.09 * (marks.length + 0.5));
  const x = {
    field: 'from',
    type: 'quantitative',
    title: 'squared distance, 2 − 2 · cosine',
    scale: { domain: [Math.max(0, low), high], nice: false, zero: false },
    axis: { grid: false, tickCount: 8 },
  };
  const y = {
    field: 'share',
    type: 'quantitative',
    title: 'share of each kind',
    scale: { domain: [0, top], nice: false },
    axis: { labelExpr: percentLabel, tickCount: 5 },
  };
  const middle = (Math.max(0, low) + high) / 2;
  // The texts stand where there is room for them, and each line ends below the texts that pass over it.
  const leftwards = marks.reduce((sum, { threshold }) => sum + threshold, 0) / marks.length > middle;
  const lines = marks
    .sort((one, other) => (leftwards ? 1 : -1) * (one.threshold - other.threshold))
    .map((mark, line) => ({ ...mark, bottom: 0, height: highest * (1 + 0.09 * (line + 1)) }));
  return drawChart([
    {
      data: { values },
      mark: { type: 'bar', opacity: 0.55, stroke: null, binSpacing: 0 },
      encoding: {
        x: { ...x, bin: 'binned' },
        x2: { field: 'to' },
        y: { ...y, stack: null },
        color: {
          field: 'kind',
          type: 'nominal',
          scale: { domain: kinds.map(({ kind }) => kind), range: [paint.same, paint.different] },
          legend: { symbolOpacity: 0.75, symbolType: 'square' },
        },
      },
    },
    {
      data: { values: lines },
      mark: { type: 'rule', color: paint.ink, strokeWidth: 1.2, strokeDash: [4, 3] },
      encoding: { x: { ...x, field: 'threshold' }, y: { ...y, field: 'bottom' }, y2: { field: 'height' } },
    },
    {
      data: { values: lines },
      mark: {
        type: 'text',
        align: leftwards ? 'right' : 'left',
        baseline: 'top',
        dx: leftwards ? -5 : 5,
        fontSize: 12,
        color: paint.ink,
      },
      encoding: { x: { ...x, field: 'threshold' }, y: { ...y, field: 'height' }, text: { field: 'text' } },
    },
  ]);
}

/** The mean threshold of best accuracy, and those at fixed FARs. */
function thresholdMarks(folds: PairCurve['folds'], tarAtFar: PairCurve['tarAtFar']): ThresholdMark[] {
  const best = folds.reduce((sum, { threshold }) => sum + threshold, 0) / folds.length;
  const fixed = Object.entries(tarAtFar).flatMap(([far, at]) => {
    return at ? [{ threshold: at.threshold, text: `${at.threshold.toFixed(2)} at FAR ${far}` }] : [];
  });
  return [{ threshold: best, text: `${best.toFixed(2)} for best accuracy` }, ...fixed];
}
