import type { FivePoints } from '@arcface-ts/detect';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sampleFrame } from '../decoding/sample-frame.js';
import { alignedFrame } from './aligned-frame.js';
import { faceTemplate } from './face-template.js';

const templatePx = faceTemplate.map(([x, y]) => [112 * x - 0.5, 112 * y - 0.5]) as unknown as FivePoints;

it('of a face that stands at the template is the photo itself', () => {
  const frame = alignedFrame(templatePx, { width: 112, height: 112 });
  expect(frame).toEqual([1, 0, 0, 0, 1, 0].map(value => expect.closeTo(value, 9)));
});

it('brings the points of a turned, scaled and shifted face to the template, in a photo of any proportions', () => {
  const number = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(number, number, number, number, (turn, grow, right, down) => {
      const [cos, sin] = [(0.5 + grow) * Math.cos(6 * turn), (0.5 + grow) * Math.sin(6 * turn)];
      const points = templatePx.map(([x, y]) => [
        cos * x - sin * y + 90 * right,
        sin * x + cos * y + 90 * down,
      ]) as unknown as FivePoints;
      const size = { width: 300, height: 170 };
      const [a, b, c, d, e, f] = alignedFrame(points, size);
      for (const [index, [u, v]] of faceTemplate.entries()) {
        const [x, y] = points[index] as readonly [number, number];
        expect((a * u + b * v + c) * size.width - 0.5).toBeCloseTo(x, 6);
        expect((d * u + e * v + f) * size.height - 0.5).toBeCloseTo(y, 6);
      }
    }),
  );
});

it('moves a mark at the left eye to where insightface has it', () => {
  const [width, height] = [200, 150];
  const data = new Uint8Array(width * height * 3);
  const points = templatePx.map(([x, y]) => [x + 40, y + 20]) as unknown as FivePoints;
  const [x, y] = [Math.round(points[0][0]), Math.round(points[0][1])];
  data.fill(255, (y * width + x) * 3, (y * width + x) * 3 + 3);
  const crop = new Uint8ClampedArray(112 * 112 * 3);
  sampleFrame({ data, width, height }, { frame: alignedFrame(points, { width, height }), gain: 1, bias: 0 }, 112, crop);
  const brightest = crop.indexOf(Math.max(...crop)) / 3;
  expect([Math.floor(brightest) % 112, Math.floor(brightest / 112)]).toEqual([38, 52]);
});
