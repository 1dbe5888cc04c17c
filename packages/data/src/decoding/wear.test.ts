import { expect, it } from 'vitest';
import { faceTemplate } from '../alignment/face-template.js';
import { wearCap, wearSunglasses } from './wear.js';

const sizePx = 112;
const grey = 150;

function worn(wear: (pixels: Uint8ClampedArray, sizePx: number) => void): (x: number, y: number) => number[] {
  const pixels = new Uint8ClampedArray(sizePx * sizePx * 3).fill(grey);
  wear(pixels, sizePx);
  // The pixel that holds a place in fractions of the side.
  return (x, y) => {
    const at = 3 * (Math.floor(y * sizePx) * sizePx + Math.floor(x * sizePx));
    return [...pixels.subarray(at, at + 3)];
  };
}

const glasses = { halfWidth: 0.14, halfHeight: 0.1, down: 0, colour: [42, 22, 10], opacity: 1 } as const;
const cap = { brim: 0.25, bend: 0, colour: [200, 30, 60], shade: 0.6 } as const;
const bare = [grey, grey, grey];

it('covers both eyes, and neither nose nor mouth', () => {
  const at = worn((pixels, side) => wearSunglasses(pixels, side, glasses));
  const [leftEye, rightEye, ...below] = faceTemplate;
  for (const [x, y] of [leftEye, rightEye]) expect(at(x, y)).toEqual(glasses.colour);
  for (const [x, y] of below) expect(at(x, y)).toEqual(bare);
  expect(at(0.5, 0.1)).toEqual(bare);
});

it('lets the eyes shine through glasses that are not opaque, and sits lower when it should', () => {
  const at = worn((pixels, side) => wearSunglasses(pixels, side, { ...glasses, opacity: 0.75, down: 0.03 }));
  const [x, y] = faceTemplate[0];
  expect(at(x, y)).toEqual([69, 54, 45]);
  expect(at(x, y + 0.03 + 0.09)).not.toEqual(bare);
  expect(at(x, y + 0.03 - 0.11)).toEqual(bare);
});

it('covers all above the brim, and shades what is right below it', () => {
  const at = worn((pixels, side) => wearCap(pixels, side, cap));
  for (const x of [0.01, 0.5, 0.99]) {
    expect(at(x, 0)).toEqual(cap.colour);
    expect(at(x, 0.24)).toEqual(cap.colour);
    expect(at(x, 0.36)).toEqual(bare);
  }
  const [shaded] = at(0.5, 0.26) as [number];
  expect(shaded).toBeGreaterThan(0.6 * grey);
  expect(shaded).toBeLessThan(0.7 * grey);
});

it.each([0.06, -0.06])('bends the brim by %d at the sides', bend => {
  const at = worn((pixels, side) => wearCap(pixels, side, { ...cap, bend, shade: 1 }));
  const brimAt = (x: number) =>
    Array.from({ length: sizePx }, (_, row) => at(x, row / sizePx)).findIndex(c => c[0] === grey);
  expect((brimAt(0) - brimAt(0.5)) / sizePx).toBeCloseTo(bend, 1);
  expect(Math.sign(brimAt(0) - brimAt(0.5))).toBe(Math.sign(bend));
});
