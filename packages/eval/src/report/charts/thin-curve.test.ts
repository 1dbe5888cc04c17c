import { expect, it } from 'vitest';
import { thinCurve } from './thin-curve.js';

const axes = { x: ([x]: number[]) => x as number, y: ([, y]: number[]) => y as number };

it('leaves out what lies within an 800th of both axes', () => {
  const curve = Array.from({ length: 100_001 }, (_, step) => [step / 100_000, 1]);
  const kept = thinCurve(curve, axes);
  expect(kept.length).toBeGreaterThan(780);
  expect(kept.length).toBeLessThan(803);
  expect(kept[0]).toEqual([0, 1]);
  expect(kept.at(-1)).toEqual([1, 1]);
});

it('keeps a step that only one of the axes shows', () => {
  const curve = [
    [0, 0],
    [0.0001, 0.5],
    [0.0002, 0.5],
    [0.0003, 1],
    [1, 1],
  ];
  expect(thinCurve(curve, axes).map(([, y]) => y)).toEqual([0, 0.5, 1, 1]);
});

it('keeps both ends of a curve without extent', () => {
  expect(
    thinCurve(
      [
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      axes,
    ),
  ).toHaveLength(2);
});
