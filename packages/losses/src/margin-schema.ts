import { explain } from '@arcface-ts/core';
import { z } from 'zod';

/** 64 is the papers' choice for ten thousand identities and more; fewer classes or a small network want 16 to 32. */
const scale = z.number().positive().default(64);
/** Radians: 0.5 is 28.6°. */
const angularMargin = z
  .number()
  .min(0)
  .max(Math.PI / 2);
const cosineMargin = z.number().min(0).max(2);
const easyMargin = z.boolean().default(false);

/** λ of SphereFace over the steps: max(end, start·(1 + decay·step)^−power). */
const annealing = z.strictObject({
  start: z.number().min(0).default(1000),
  decay: z.number().min(0).default(0.12),
  power: z.number().min(0).default(1),
  end: z.number().min(0).default(5),
});

const magface = z
  .strictObject({
    name: z.literal('magface'),
    leastMargin: angularMargin.default(0.45),
    largestMargin: angularMargin.default(0.8),
    shortestLength: z.number().positive().default(10),
    longestLength: z.number().positive().default(110),
    penaltyWeight: z.number().min(0).default(35),
    scale,
  })
  .refine(
    ({ leastMargin, largestMargin, shortestLength, longestLength }) =>
      leastMargin <= largestMargin && shortestLength < longestLength,
    {
      error: ({ input }) =>
        explain({
          expected: 'magface to have leastMargin ≤ largestMargin and shortestLength < longestLength',
          received: JSON.stringify(input),
          place: 'margin',
        }),
    },
  );

const margins = [
  /** Plain softmax on x·Wᵀ + b. */
  z.strictObject({ name: z.literal('softmax') }),
  /** No margin: softmax on scaled cosines. */
  z.strictObject({ name: z.literal('normface'), scale }),
  z.strictObject({
    name: z.literal('sphereface'),
    angleFactor: z.int().min(1).default(4),
    annealing: annealing.prefault({}),
    /** null: each embedding's own length, as in the paper. */
    scale: z.number().positive().nullable().default(null),
  }),
  z.strictObject({ name: z.literal('cosface'), cosineMargin: cosineMargin.default(0.35), scale }),
  z.strictObject({ name: z.literal('arcface'), angularMargin: angularMargin.default(0.5), scale, easyMargin }),
  z.strictObject({
    name: z.literal('combined'),
    angleFactor: z.number().positive().max(10).default(1),
    angularMargin: angularMargin.default(0.3),
    cosineMargin: cosineMargin.default(0.2),
    scale,
  }),
  z.strictObject({
    name: z.literal('subcentre-arcface'),
    centresPerClass: z.int().min(1).default(3),
    angularMargin: angularMargin.default(0.5),
    scale,
    easyMargin,
  }),
  z.strictObject({ name: z.literal('curricularface'), angularMargin: angularMargin.default(0.5), scale }),
  magface,
  z.strictObject({
    name: z.literal('adaface'),
    /** Radians and a cosine alike. */
    margin: z.number().min(0).max(2).default(0.4),
    concentration: z.number().positive().default(0.333),
    scale,
  }),
] as const;

/** Names that `marginSchema` knows. */
export const marginNames = margins.map(({ shape }) => shape.name.value);
export type MarginName = (typeof marginNames)[number];

/** A margin in a training config: `{ name: 'arcface', angularMargin: 0.5, scale: 64 }`. Defaults are the papers'. */
export const marginSchema = z.discriminatedUnion('name', margins, {
  error: ({ input }) => `Expected one of the margins ${marginNames.join(', ')} but received ${nameIn(input)}.`,
});
export type MarginConfig = z.infer<typeof marginSchema>;

function nameIn(input: unknown): string {
  const name = input instanceof Object && 'name' in input ? input.name : input;
  return JSON.stringify(name) ?? 'none';
}
