import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createMargin, marginNames, marginSchema } from './margin-registry.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const cosine = () => tf.tensor2d([[0.5, 0.8, -0.2]]);
const labels = () => tf.tensor1d([1], 'int32');

describe.each(marginNames)('%s', name => {
  const margin = () => createMargin(marginSchema.parse({ name, scale: 30 }));

  it('is built under its name and scales the other classes', () => {
    const [first, , third] = margin().logits(cosine(), labels()).arraySync()[0] as number[];
    expect(margin().name).toBe(name);
    expect([first, third]).toEqual([expect.closeTo(15, 4), expect.closeTo(-6, 4)]);
  });

  it('without strength is softmax on scaled cosines', () => {
    const [, target] = margin().logits(cosine(), labels(), tf.scalar(0)).arraySync()[0] as number[];
    expect(target).toBeCloseTo(30 * 0.8, 4);
  });

  it('works at full strength unless a call says otherwise', () => {
    const { logits, fullStrength } = margin();
    expect(logits(cosine(), labels()).arraySync()).toEqual(logits(cosine(), labels(), fullStrength).arraySync());
  });

  it('checks its inputs', () => {
    expect(() => margin().logits(tf.zeros([4]) as unknown as tf.Tensor2D, labels())).toThrow(
      'Expected cosine of shape [batch, classes]',
    );
  });

  it('refuses an option that nothing reads', () => {
    expect(marginSchema.safeParse({ name, m: 0.5 }).success).toBe(false);
  });
});

it('hands every option of a config on', () => {
  const config = marginSchema.parse({ name: 'arcface', angularMargin: 1.2, easyMargin: true, scale: 20 });
  const [first, target] = createMargin(config)
    .logits(tf.tensor2d([[-0.3, 0.2]]), labels())
    .arraySync()[0] as number[];
  expect(first).toBeCloseTo(20 * -0.3, 4);
  expect(target).toBeCloseTo(20 * Math.cos(Math.acos(0.2) + 1.2), 3);
  const [easy] = createMargin(config)
    .logits(tf.tensor2d([[-0.3, 0.2]]), tf.tensor1d([0], 'int32'))
    .arraySync()[0] as number[];
  expect(easy).toBeCloseTo(20 * -0.3, 4);
});

it("starts from the papers' constants", () => {
  expect(marginNames.map(name => marginSchema.parse({ name }))).toEqual([
    { name: 'softmax', scale: 64 },
    { name: 'arcface', angularMargin: 0.5, scale: 64, easyMargin: false },
    { name: 'cosface', cosineMargin: 0.35, scale: 64 },
  ]);
});

it('names the margins there are when a config asks for another', () => {
  const parsed = marginSchema.safeParse({ name: 'arcfaec' });
  expect(parsed.error && z.prettifyError(parsed.error)).toContain(
    'Expected one of the margins softmax, arcface, cosface but received "arcfaec".',
  );
});
