import type { RandomStream } from '@arcface-ts/core';
import { type Colour, fromPalette, mix } from './colour.js';
import { drawHair, type Hair } from './hair-style.js';
import { drawSkin, type Skin } from './skin.js';

/*
 * Lengths are in eye distances: aligned photos put the eyes at fixed places, so only what is relative to them is left to
 * tell people apart. The origin lies between the eyes, x to the photo's right, y down, z towards the camera.
 */

export type BeardKind = 'none' | 'stubble' | 'goatee' | 'full';

/** What stays the same in every photo of a person. */
export interface FaceIdentity {
  /** Half widths at four heights, and how far the skull and the chin reach. */
  readonly outline: { temple: number; cheek: number; jaw: number; chin: number; skullTop: number; chinY: number };
  readonly eyes: { width: number; height: number; slant: number; iris: number; colour: Colour; fold: number };
  readonly brows: { y: number; thickness: number; arch: number; slant: number; inner: number; outer: number };
  readonly nose: { tipY: number; width: number; bridge: number; depth: number; tip: number };
  readonly mouth: { y: number; width: number; upper: number; lower: number; colour: Colour; bow: number };
  readonly ears: { height: number; width: number; y: number };
  readonly skin: Skin;
  readonly hair: Hair;
  readonly beard: { kind: BeardKind; moustache: number };
  /** 0 a young face, 1 a face with deep lines. */
  readonly age: number;
  readonly glasses: {
    worn: 'never' | 'sometimes' | 'always';
    width: number;
    height: number;
    round: number;
    rim: number;
  };
}

const irisColours: readonly Colour[] = [
  [52, 32, 20],
  [92, 58, 30],
  [122, 100, 52],
  [84, 112, 76],
  [92, 124, 150],
  [128, 138, 146],
];

/** Draws a person; the same stream path always gives the same person. */
export function drawIdentity(stream: RandomStream): FaceIdentity {
  const face = stream.split('face');
  // Two draws make the middle of a range likelier than its ends: most faces are ordinary ones.
  const usual = (low: number, high: number) => (face.between(low, high) + face.between(low, high)) / 2;
  const skin = drawSkin(stream.split('skin'));
  const age = face.uniform() ** 1.5;
  const cheek = usual(1.02, 1.34);
  const eyeWidth = usual(0.3, 0.48);
  return {
    outline: {
      cheek,
      temple: cheek * usual(0.86, 1.02),
      jaw: cheek * usual(0.64, 0.95),
      chin: usual(0.22, 0.56),
      skullTop: usual(1.3, 1.65),
      chinY: usual(1.5, 2.0),
    },
    eyes: {
      width: eyeWidth,
      height: eyeWidth * usual(0.34, 0.58),
      slant: usual(-0.05, 0.06),
      iris: usual(0.07, 0.105),
      // Dark skin goes with dark eyes nearly always.
      colour: fromPalette(irisColours, face.uniform() * (skin.darkness > 0.6 ? 0.25 : 1)),
      fold: usual(0, 0.1),
    },
    brows: {
      y: -usual(0.24, 0.44),
      thickness: usual(0.03, 0.115),
      arch: usual(0, 0.12),
      slant: usual(-0.07, 0.07),
      inner: usual(0.14, 0.3),
      outer: usual(0.74, 0.95),
    },
    nose: {
      tipY: usual(0.46, 0.8),
      width: usual(0.17, 0.36),
      bridge: usual(0.05, 0.13),
      depth: usual(0.4, 0.68),
      tip: usual(0.09, 0.17),
    },
    mouth: {
      y: usual(0.98, 1.2),
      width: usual(0.3, 0.52),
      upper: usual(0.035, 0.12),
      lower: usual(0.06, 0.17),
      colour: mix(skin.colour, [168, 58, 62], usual(0.25, 0.6)),
      bow: usual(0, 0.05),
    },
    ears: { height: usual(0.26, 0.42), width: usual(0.1, 0.24), y: usual(0.02, 0.25) },
    skin,
    hair: drawHair(stream.split('hair'), { darkness: skin.darkness, age }),
    beard: drawBeard(stream.split('beard')),
    age,
    glasses: {
      worn: face.chance(0.12) ? 'always' : face.chance(0.25) ? 'sometimes' : 'never',
      width: usual(0.3, 0.42),
      height: usual(0.2, 0.34),
      round: usual(0.4, 1),
      rim: usual(0.02, 0.06),
    },
  };
}

function drawBeard(stream: RandomStream): FaceIdentity['beard'] {
  const grows = stream.chance(0.4);
  return {
    kind: grows ? stream.pick(['none', 'stubble', 'goatee', 'full'] as const) : 'none',
    moustache: grows && stream.chance(0.6) ? stream.between(0.04, 0.14) : 0,
  };
}
