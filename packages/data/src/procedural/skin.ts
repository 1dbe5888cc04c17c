import type { RandomStream } from '@arcface-ts/core';
import { type Colour, fromPalette, mix } from './colour.js';

/** A small mark of the skin: a freckle or a mole. */
export interface SkinMark {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly strength: number;
}

export interface Skin {
  readonly colour: Colour;
  /** 0 the lightest, 1 the darkest. */
  readonly darkness: number;
  readonly marks: readonly SkinMark[];
  readonly blush: number;
}

/** From the lightest to the darkest human skin. */
const skinTones: readonly Colour[] = [
  [252, 226, 206],
  [240, 196, 164],
  [216, 164, 124],
  [174, 118, 80],
  [126, 80, 54],
  [80, 50, 38],
];

const undertones: readonly Colour[] = [
  [226, 150, 140],
  [214, 178, 110],
];

/** Draws a person's skin: every tone is equally likely. */
export function drawSkin(stream: RandomStream): Skin {
  const darkness = stream.uniform();
  return {
    colour: mix(fromPalette(skinTones, darkness), stream.pick(undertones), 0.12),
    darkness,
    marks: drawSkinMarks(stream.split('marks'), darkness),
    blush: stream.between(0, 0.35),
  };
}

function drawSkinMarks(stream: RandomStream, darkness: number): SkinMark[] {
  const freckles = stream.chance(0.2 * (1 - darkness)) ? 20 + stream.below(30) : 0;
  const moles = stream.chance(0.5) ? 1 + stream.below(3) : 0;
  return Array.from({ length: freckles + moles }, (_, index) =>
    index < freckles
      ? {
          x: stream.between(-0.75, 0.75),
          y: stream.between(0.2, 0.75),
          radius: stream.between(0.012, 0.025),
          strength: stream.between(0.25, 0.5),
        }
      : {
          x: stream.between(-0.85, 0.85),
          y: stream.between(-0.6, 1.4),
          radius: stream.between(0.025, 0.05),
          strength: stream.between(0.6, 0.9),
        },
  );
}
