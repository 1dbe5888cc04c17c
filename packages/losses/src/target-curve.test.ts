import { startTensorflow } from '@arcface-ts/graph';
import { beforeAll, expect, it } from 'vitest';
import { createMargin } from './margin-registry.js';
import { marginNames, marginSchema } from './margin-schema.js';
import { targetCurve } from './target-curve.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const anglesDeg = Array.from({ length: 181 }, (_, angle) => angle);

it('is the target logit at each angle in degrees', () => {
  const margin = createMargin(marginSchema.parse({ name: 'cosface', cosineMargin: 0.35, scale: 2 }));
  const values = targetCurve(margin, { anglesDeg: [0, 60, 180] });
  expect(values).toEqual([2 * (1 - 0.35), 2 * (0.5 - 0.35), 2 * (-1 - 0.35)].map(each => expect.closeTo(each, 5)));
});

it('takes a strength, a length and running figures', () => {
  const arcface = createMargin(marginSchema.parse({ name: 'arcface', scale: 1 }));
  expect(targetCurve(arcface, { anglesDeg: [60], strength: 0 })[0]).toBeCloseTo(0.5, 5);
  const adaface = createMargin(marginSchema.parse({ name: 'adaface', scale: 1 }));
  const running = { lengthMean: 20, lengthDeviation: 1 };
  const [long] = targetCurve(adaface, { anglesDeg: [60], length: 30, running });
  expect(long).toBeCloseTo(Math.cos(Math.PI / 3 - 0.4) - 0.8, 5);
});

it.each(marginNames)('of %s never rises with the angle', name => {
  const values = targetCurve(createMargin(marginSchema.parse({ name })), { anglesDeg, length: 20 });
  const rises = values.slice(1).map((value, i) => value - (values[i] as number));
  expect(Math.max(...rises)).toBeLessThan(1e-4);
});

it('leaves no tensor behind', () => {
  const margin = createMargin(marginSchema.parse({ name: 'adaface' }));
  expect(newTensors(() => targetCurve(margin, { anglesDeg }))).toBe(0);
});
