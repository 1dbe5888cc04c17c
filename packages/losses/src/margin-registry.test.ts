import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MarginResult } from './margin.js';
import { createMargin } from './margin-registry.js';
import { type MarginConfig, marginNames, marginSchema } from './margin-schema.js';
import { newTensors } from './testing/new-tensors.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const cosine = () => tf.tensor2d([[0.1, 0.8, -0.2]]);
const labels = () => tf.tensor1d([1], 'int32');

/** Applies a margin to one photo whose embedding has length 40. */
function apply(config: MarginConfig, scores = cosine(), strength?: number | tf.Scalar): MarginResult {
  const { apply: margin, runningFrom } = createMargin(config);
  const running = Object.fromEntries(Object.entries(runningFrom).map(([name, value]) => [name, tf.scalar(value)]));
  return margin({ scores, labels: labels(), lengths: tf.tensor1d([40]), running }, strength);
}
const logitsOf = (...of: Parameters<typeof apply>) => apply(...of).logits.arraySync()[0] as number[];

describe.each(marginNames)('%s', name => {
  const config = () => marginSchema.parse(name === 'softmax' ? { name } : { name, scale: 30 });
  const factor = name === 'softmax' ? 1 : 30;

  it('is built under its name and scales the other classes', () => {
    const [first, , third] = logitsOf(config());
    expect(createMargin(config()).name).toBe(name);
    expect([first, third]).toEqual([expect.closeTo(factor * 0.1, 4), expect.closeTo(factor * -0.2, 4)]);
  });

  it('without strength is softmax on scaled scores, and adds nothing to the loss', () => {
    const { logits, penalty } = apply(config(), cosine(), tf.scalar(0));
    expect(logits.arraySync()[0]?.[1]).toBeCloseTo(factor * 0.8, 4);
    expect(penalty?.dataSync()[0] ?? 0).toBe(0);
  });

  it('works at full strength unless a call says otherwise', () => {
    const { fullStrength } = createMargin(config());
    expect(logitsOf(config())).toEqual(logitsOf(config(), cosine(), fullStrength));
    if (fullStrength > 0) expect(logitsOf(config())[1]).toBeLessThan(30 * 0.8 - 1);
  });

  it('hands each running figure on, and no other', () => {
    expect(Object.keys(apply(config()).running ?? {})).toEqual(Object.keys(createMargin(config()).runningFrom));
  });

  it('checks its inputs', () => {
    expect(() => apply(config(), tf.zeros([4]) as unknown as tf.Tensor2D)).toThrow('of shape [batch, classes]');
  });

  it('refuses an option that nothing reads', () => {
    expect(marginSchema.safeParse({ name, m: 0.5 }).success).toBe(false);
  });

  it('leaves no tensor behind but its results', () => {
    const { apply: margin, runningFrom } = createMargin(config());
    const running = Object.fromEntries(Object.entries(runningFrom).map(([key, value]) => [key, tf.scalar(value)]));
    const batch = { scores: cosine(), labels: labels(), lengths: tf.tensor1d([40]), running };
    expect(newTensors(() => ({ ...margin(batch) }))).toBe(0);
  });
});

describe('options of a config', () => {
  it('reach ArcFace', () => {
    const config = marginSchema.parse({ name: 'arcface', angularMargin: 1.2, easyMargin: true, scale: 20 });
    const [, target] = logitsOf(config, tf.tensor2d([[-0.3, 0.2]]));
    expect(target).toBeCloseTo(20 * Math.cos(Math.acos(0.2) + 1.2), 3);
    expect(logitsOf(config, tf.tensor2d([[0.2, -0.3]]))[1]).toBeCloseTo(20 * -0.3, 4);
  });

  it('reach SphereFace, whose scale is the length and whose λ has ended unless told', () => {
    const config = marginSchema.parse({ name: 'sphereface', angleFactor: 2, annealing: { end: 3 } });
    const [, target] = logitsOf(config);
    expect(target).toBeCloseTo((40 * (3 * 0.8 + Math.cos(2 * Math.acos(0.8)))) / 4, 3);
  });

  it("reach MagFace, whose penalty is weighted and goes by the lengths' bounds", () => {
    const { penalty } = apply(marginSchema.parse({ name: 'magface', penaltyWeight: 7, longestLength: 50 }));
    expect(penalty?.dataSync()[0]).toBeCloseTo(7 * (1 / 40 + 40 / 50 ** 2), 5);
  });
});

describe('running figures take the present batch in before it is judged by them', () => {
  it('in CurricularFace', () => {
    const config = marginSchema.parse({ name: 'curricularface', scale: 1 });
    const { logits, running } = apply(config, tf.tensor2d([[0.5, 0.8, -0.2]]));
    const targetCosine = 0.01 * 0.8;
    expect(running?.['targetCosine']?.dataSync()[0]).toBeCloseTo(targetCosine, 6);
    expect(logits.arraySync()[0]?.[0]).toBeCloseTo(0.5 * (targetCosine + 0.5), 6);
  });

  it('in AdaFace', () => {
    const { running } = apply(marginSchema.parse({ name: 'adaface' }));
    expect(running?.['lengthMean']?.dataSync()[0]).toBeCloseTo(0.99 * 20 + 0.01 * 40, 4);
    expect(running?.['lengthDeviation']?.dataSync()[0]).toBeCloseTo(0.99 * 100, 4);
  });
});

it('says what scores a margin wants', () => {
  const heads = Object.fromEntries(marginNames.map(name => [name, createMargin(marginSchema.parse({ name })).head]));
  const { softmax, 'subcentre-arcface': subCentres, ...others } = heads;
  expect(softmax).toEqual({ scores: 'linear', centresPerClass: 1 });
  expect(subCentres).toEqual({ scores: 'cosine', centresPerClass: 3 });
  expect(new Set(Object.values(others).map(head => JSON.stringify(head)))).toEqual(
    new Set([JSON.stringify({ scores: 'cosine', centresPerClass: 1 })]),
  );
});
