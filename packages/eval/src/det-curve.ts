import { quantileNormal } from 'vega-statistics';
import type { Roc } from './roc.js';

/** Detection error trade-off: both errors of each threshold, and where they stand on the axes. Equal lengths. */
export interface DetCurve {
  /** False accept rate: share of the different pairs with distance < threshold. Rising, inside (0, 1). */
  readonly far: readonly number[];
  /** False reject rate, 1 − TAR. Falling, inside (0, 1). */
  readonly frr: readonly number[];
  /** Squared distance. */
  readonly threshold: readonly number[];
  /** Places on the axes: the probits of the rates. */
  readonly probitFar: readonly number[];
  readonly probitFrr: readonly number[];
}

/**
 * The DET curve of a ROC: on probit axes normally distributed distances give a straight line, and both errors can be read
 * where they are small. Martin et al., The DET curve in assessment of detection task performance, Eurospeech 1997;
 * ISO/IEC 19795-1. Points at which an error is 0 or 1 lie infinitely far out and are left out: with distances that separate
 * the kinds, none is left.
 */
export function detCurve({ far, tar, threshold }: Roc): DetCurve {
  const points = far.flatMap((far, index) => {
    const frr = 1 - (tar[index] as number);
    return far > 0 && far < 1 && frr > 0 && frr < 1 ? [{ far, frr, threshold: threshold[index] as number }] : [];
  });
  return {
    far: points.map(({ far }) => far),
    frr: points.map(({ frr }) => frr),
    threshold: points.map(({ threshold }) => threshold),
    probitFar: points.map(({ far }) => probit(far)),
    probitFrr: points.map(({ frr }) => probit(frr)),
  };
}

/**
 * Where a rate stands on a probit axis, in standard deviations: Φ⁻¹(rate), 0 for a half, −2.33 for 1 %. To 9 digits or more
 * from 1e-6 to 1 − 1e-6; infinite at 0 and 1.
 */
export function probit(rate: number): number {
  return quantileNormal(rate);
}
