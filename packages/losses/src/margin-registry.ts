import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { arcfaceLogits } from './arcface.js';
import { checkBatch, cosines } from './check-batch.js';
import { cosfaceLogits } from './cosface.js';
import type { Margin } from './margin.js';

/** 64 is the paper's choice for ten thousand identities and more; fewer classes or a small network want 16 to 32. */
const scale = z.number().positive().default(64);

/** No margin: softmax on scaled cosines. */
const softmax = z.strictObject({ name: z.literal('softmax'), scale });
const arcface = z.strictObject({
  name: z.literal('arcface'),
  /** Radians: 0.5 is 28.6°. */
  angularMargin: z
    .number()
    .min(0)
    .max(Math.PI / 2)
    .default(0.5),
  scale,
  easyMargin: z.boolean().default(false),
});
const cosface = z.strictObject({
  name: z.literal('cosface'),
  cosineMargin: z.number().min(0).max(2).default(0.35),
  scale,
});

/** Names that `marginSchema` knows. */
export const marginNames = ['softmax', 'arcface', 'cosface'] as const;
export type MarginName = (typeof marginNames)[number];

/** A margin in a training config: `{ name: 'arcface', angularMargin: 0.5, scale: 64 }`. */
export const marginSchema = z.discriminatedUnion('name', [softmax, arcface, cosface], {
  error: ({ input }) => `Expected one of the margins ${marginNames.join(', ')} but received ${nameIn(input)}.`,
});
export type MarginConfig = z.infer<typeof marginSchema>;

/** The margin of a config, and the strength at which it works unless a call gives another one. */
export interface ConfiguredMargin {
  readonly name: MarginName;
  /** Radians for arcface, a cosine for cosface, 0 for softmax: where a ramp ends. */
  readonly fullStrength: number;
  readonly logits: Margin;
}

/** The margin that a config names. */
export function createMargin(config: MarginConfig): ConfiguredMargin {
  switch (config.name) {
    case 'softmax':
      return {
        name: config.name,
        fullStrength: 0,
        logits: (cosine, labels) => {
          checkBatch(cosines(cosine), labels, 'softmaxLogits');
          return tf.mul(cosine, config.scale);
        },
      };
    case 'arcface':
      return {
        name: config.name,
        fullStrength: config.angularMargin,
        logits: (cosine, labels, angularMargin = config.angularMargin) =>
          arcfaceLogits(cosine, labels, { ...config, angularMargin }),
      };
    case 'cosface':
      return {
        name: config.name,
        fullStrength: config.cosineMargin,
        logits: (cosine, labels, cosineMargin = config.cosineMargin) =>
          cosfaceLogits(cosine, labels, { ...config, cosineMargin }),
      };
  }
}

function nameIn(input: unknown): string {
  const name = input instanceof Object && 'name' in input ? input.name : input;
  return JSON.stringify(name) ?? 'none';
}
