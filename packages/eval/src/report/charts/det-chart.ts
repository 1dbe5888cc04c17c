import { expressionFunction } from 'vega';
import { drawChart, paint } from './chart.js';
import type { PairCurve } from './pair-curve.js';
import { thinCurve } from './thin-curve.js';

/** Quantile of the normal distribution. */
const probit: (share: number, mean?: number, deviation?: number) => number = expressionFunction('quantileNormal');

const rates = [1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99];

/**
 * The detection error trade-off: false rejects over false accepts, both on probit axes, where distances that are normally distributed
 * give a straight line, and a better model one nearer to the corner. Martin et al., The DET curve in assessment of detection task
 * performance, Eurospeech 1997. The dot is the equal error rate.
 */
export function drawDetChart({ roc, pairs, eer }: Pick<PairCurve, 'roc' | 'pairs' | 'eer'>): Promise<string> {
  const least = Math.min(1 / pairs.different, 1 / pairs.same, 0.01);
  const curve = roc.far
    .map((far, index) => ({ far, frr: 1 - (roc.tar[index] as number) }))
    // Rates of 0 and 1 lie at infinity.
    .filter(({ far, frr }) => far >= 1 / pairs.different && frr >= 1 / pairs.same && far < 1 && frr < 1);
  const largest = curve.reduce((most, { far, frr }) => Math.max(most, Math.min(far, frr < 1 ? frr : 0)), 0.5);
  const top = rates.find(rate => rate >= Math.max(largest, curve[0]?.frr ?? 0)) ?? 0.99;
  const places = curve
    .filter(({ far, frr }) => far <= top && frr <= top)
    .map(({ far, frr }) => ({ x: probit(far), y: probit(frr) }));
  const domain = [probit(least), probit(top)];
  const axis = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { domain, nice: false, zero: false },
    axis: {
      values: rates.filter(rate => rate >= least && rate <= top).map(rate => probit(rate)),
      labelExpr: "format(cumulativeNormal(datum.value) * 100, '.3~g')",
      labelOverlap: 'greedy',
    },
  });
  const encoding = {
    x: axis('x', 'false accept rate in %'),
    y: axis('y', 'false reject rate in %'),
  };
  const dot = eer > least && eer < top ? [{ x: probit(eer), y: probit(eer) }] : [];
  return drawChart([
    {
      data: { values: domain.map(end => ({ x: end, y: end })) },
      mark: { type: 'line', color: paint.muted, strokeWidth: 1, strokeDash: [2, 4] },
      encoding,
    },
    {
      data: { values: thinCurve(places, { x: ({ x }) => x, y: ({ y }) => y }) },
      mark: { type: 'line', color: paint.same, strokeWidth: 2.2, interpolate: 'step-after' },
      encoding,
    },
    { data: { values: dot }, mark: { type: 'circle', color: paint.ink, size: 55, opacity: 1 }, encoding },
  ]);
}
