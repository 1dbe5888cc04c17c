import { drawChart, paint, percentLabel } from './chart.js';
import type { PairCurve } from './pair-curve.js';
import { thinCurve } from './thin-curve.js';

/** FARs of fewer false accepts are within the rule of three: the curve there is the luck of one pair or two. */
const fewestFalseAccepts = 3;

const x = (title: string, least: number) => ({
  field: 'far',
  type: 'quantitative',
  title,
  scale: { type: 'log', domain: [least, 1], nice: false },
  axis: { values: powersOfTen(least), labelExpr: percentLabel },
});
const y = {
  field: 'tar',
  type: 'quantitative',
  title: 'true accept rate',
  scale: { domain: [0, 1] },
  axis: { values: [0, 0.2, 0.4, 0.6, 0.8, 1], labelExpr: percentLabel },
};

/**
 * The receiver operating characteristic over all pairs, with FAR on a logarithmic axis from one false accept upwards; beside it what
 * guessing would do, and a dot for each TAR at a fixed FAR, whose thresholds come from other folds. Grey lies what rests on fewer
 * than three false accepts.
 */
export function drawRocChart({ roc, pairs, tarAtFar }: Pick<PairCurve, 'roc' | 'pairs' | 'tarAtFar'>): Promise<string> {
  const least = 1 / pairs.different;
  const curve = roc.far
    .map((far, index) => ({ far, tar: roc.tar[index] as number }))
    // Zero has no logarithm: of the points without a false accept the last one stands at the axis' beginning.
    .filter(({ far }, index) => far > 0 || (roc.far[index + 1] ?? 1) > 0)
    .map(({ far, tar }) => ({ far: Math.max(far, least), tar }));
  const dots = Object.entries(tarAtFar).flatMap(([far, at]) => (at ? [{ far: Number(far), tar: at.tar }] : []));
  const guessing = Array.from({ length: 61 }, (_, step) => least ** (1 - step / 60)).map(far => ({ far, tar: far }));
  const encoding = { x: x('false accept rate', least), y };
  return drawChart([
    {
      data: { values: [{ from: least, to: Math.min(1, fewestFalseAccepts * least), bottom: 0, top: 1 }] },
      mark: { type: 'rect', color: paint.band, opacity: 0.4 },
      encoding: {
        x: { ...encoding.x, field: 'from' },
        x2: { field: 'to' },
        y: { ...y, field: 'bottom' },
        y2: { field: 'top' },
      },
    },
    {
      data: { values: guessing },
      mark: { type: 'line', color: paint.muted, strokeWidth: 1, strokeDash: [2, 4] },
      encoding,
    },
    {
      data: { values: thinCurve(curve, { x: ({ far }) => Math.log10(far), y: ({ tar }) => tar }) },
      mark: { type: 'line', color: paint.same, strokeWidth: 2.2, interpolate: 'step-after' },
      encoding,
    },
    { data: { values: dots }, mark: { type: 'circle', color: paint.ink, size: 55, opacity: 1 }, encoding },
  ]);
}

/** From 1 down to the last that is not below. */
function powersOfTen(least: number): number[] {
  const powers: number[] = [];
  // Of the number as text: 10 ** -3 and 0.001 are not the same to the last bit everywhere.
  for (let power = 0; Number(`1e${-power}`) >= least; power++) powers.push(Number(`1e${-power}`));
  return powers;
}
