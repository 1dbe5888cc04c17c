import { RandomStream } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { detCurve, probit } from './det-curve.js';
import { orderPairs } from './ordered-pairs.js';
import { rocSummary } from './roc.js';

it('turns the ROC over and leaves out the points that have no place on the axes', () => {
  const roc = { far: [0, 0, 0.1, 0.5, 1], tar: [0, 0.25, 0.5, 1, 1], threshold: [1, 2, 3, 4, 5] };
  expect(detCurve(roc)).toEqual({
    far: [0.1],
    frr: [0.5],
    threshold: [3],
    probitFar: [probit(0.1)],
    probitFrr: [0],
  });
});

it.each([
  // The quantiles of the normal distribution, as SciPy's ndtri has them.
  [0.5, 0],
  [0.001, -3.090232306167813],
  [1e-6, -4.753424308822899],
  [0.975, 1.959963984540054],
])('places %f at %f', (rate, place) => {
  expect(probit(rate)).toBeCloseTo(place, 9);
});

it('draws a straight line for distances that are normally distributed', () => {
  const stream = RandomStream.fromSeed(31);
  // Means 2 apart, deviations 1 and 2: probit(FRR) falls by 2 / 1 where probit(FAR) rises by 1.
  const same = Uint8Array.from({ length: 40_000 }, (_, pair) => pair % 2);
  const distances = Float64Array.from(same, kind => (kind ? stream.normal() : 2 + 2 * stream.normal()));
  const { probitFar, probitFrr } = detCurve(rocSummary(orderPairs(distances, same)).roc);
  const at = (place: number) => probitFrr[probitFar.findIndex(value => value >= place)] as number;
  const expected = (place: number) => -(2 + 2 * place);
  for (const place of [-2, -1.5, -1, -0.5]) expect(Math.abs(at(place) - expected(place))).toBeLessThan(0.1);
});

it('has no point where the distances separate the kinds', () => {
  const { roc } = rocSummary(orderPairs(Float64Array.of(1, 2, 3, 4), Uint8Array.of(1, 1, 0, 0)));
  expect(detCurve(roc).far).toEqual([]);
});
