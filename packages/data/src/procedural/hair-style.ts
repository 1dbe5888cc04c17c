import type { RandomStream } from '@arcface-ts/core';
import { type Colour, fromPalette, mix } from './colour.js';

/** The shape of a head of hair, in eye distances; see identity.ts for the axes. */
export interface Hair {
  readonly colour: Colour;
  /** 0 where nothing grows on top; the sides may. */
  readonly top: number;
  /** How far the hair stands above the skull and beside the temples. */
  readonly lift: number;
  readonly side: number;
  /** Height at which the side hair ends: above 0 it covers the ears, beyond 1.5 it falls on the shoulders. */
  readonly endY: number;
  /** Height of the hairline in the middle of the forehead, and where it parts. */
  readonly hairlineY: number;
  readonly partX: number;
  readonly partDepth: number;
  /** Waves of the contour: their size, number and place. */
  readonly curl: number;
  readonly curls: number;
  readonly curlPhase: number;
  readonly bun: boolean;
}

const natural: readonly Colour[] = [
  [22, 18, 18],
  [44, 30, 24],
  [78, 50, 32],
  [122, 78, 44],
  [176, 132, 78],
  [222, 190, 130],
];
const red: Colour = [150, 66, 32];
const grey: Colour = [186, 184, 182];

type Range = readonly [number, number];
type StyleRanges = Record<'lift' | 'side' | 'endY' | 'hairlineY' | 'curl', Range>;

const styles: readonly StyleRanges[] = [
  // Cropped, short, combed up.
  { lift: [0.02, 0.06], side: [0.01, 0.04], endY: [-0.2, 0.1], hairlineY: [-1.15, -0.85], curl: [0, 0.01] },
  { lift: [0.1, 0.28], side: [0.04, 0.12], endY: [-0.15, 0.25], hairlineY: [-1.1, -0.75], curl: [0, 0.03] },
  { lift: [0.3, 0.55], side: [0.02, 0.1], endY: [-0.2, 0.1], hairlineY: [-1.15, -0.85], curl: [0, 0.04] },
  // With a fringe, to the chin, long.
  { lift: [0.1, 0.25], side: [0.08, 0.2], endY: [0.1, 0.7], hairlineY: [-0.62, -0.42], curl: [0, 0.03] },
  { lift: [0.1, 0.25], side: [0.15, 0.35], endY: [0.9, 1.6], hairlineY: [-1.1, -0.6], curl: [0, 0.05] },
  { lift: [0.08, 0.25], side: [0.12, 0.4], endY: [2, 3.2], hairlineY: [-1.1, -0.55], curl: [0, 0.06] },
  // A round crown of curls.
  { lift: [0.4, 0.8], side: [0.3, 0.6], endY: [0.1, 0.9], hairlineY: [-1.1, -0.8], curl: [0.03, 0.07] },
];

/** Draws the hair that a person usually wears. */
export function drawHair(stream: RandomStream, { darkness, age }: { darkness: number; age: number }): Hair {
  const style = stream.pick(styles);
  const from = ([low, high]: Range) => stream.between(low, high);
  // Dark skin goes with dark hair nearly always.
  const pigment =
    stream.chance(0.1) && darkness < 0.5 ? red : fromPalette(natural, stream.uniform() * (1.1 - darkness));
  const thin = stream.chance(0.08 + 0.2 * age);
  return {
    colour: mix(pigment, grey, age > 0.5 && stream.chance(0.7) ? stream.between(0.2, 1) : 0),
    top: thin && style.endY[1] < 1 ? 0 : 1,
    lift: from(style.lift),
    side: from(style.side),
    endY: from(style.endY),
    hairlineY: from(style.hairlineY),
    partX: stream.between(-0.6, 0.6),
    partDepth: stream.between(0, 0.3),
    curl: from(style.curl),
    curls: 7 + stream.below(8),
    curlPhase: stream.between(0, 6),
    bun: stream.chance(0.12),
  };
}
