import type { RandomStream } from '@arcface-ts/core';
import { type Colour, mix } from './colour.js';
import { drawHair, type Hair } from './hair-style.js';
import type { FaceIdentity } from './identity.js';

/** What differs from photo to photo of one person. Angles are in radians, lengths in eye distances. */
export interface PhotoConditions {
  readonly pose: { yaw: number; pitch: number; roll: number };
  /** Camera distance: a near camera enlarges the nose. */
  readonly camera: { distance: number; scale: number; shiftX: number; shiftY: number };
  /** Gains of the channels and the exposure, then the direction the light comes from and how one-sided it is. */
  readonly light: { gains: Colour; exposure: number; angle: number; contrast: number; grey: boolean };
  readonly expression: { open: number; smile: number; lids: number; brows: number; gazeX: number };
  readonly look: { hair: Hair | undefined; hairVolume: number; shaved: boolean; lipstick: number; lipColour: Colour };
  readonly cover: { glasses: 'none' | 'clear' | 'dark'; hat: boolean; scarf: boolean; hand: number; colour: Colour };
  readonly scene: { top: Colour; bottom: Colour; clothes: Colour; spots: readonly Spot[] };
  readonly blurPx: number;
  readonly jpegQuality: number;
}

/** A blurred thing of the background, in fractions of the photo's size. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly colour: Colour;
}

/** A frontal photo in even light, with nothing before the face: the reference of the tests and the measured eye places. */
export const neutralConditions: PhotoConditions = {
  pose: { yaw: 0, pitch: 0, roll: 0 },
  camera: { distance: 10, scale: 1, shiftX: 0, shiftY: 0 },
  light: { gains: [1, 1, 1], exposure: 1, angle: 0, contrast: 0, grey: false },
  expression: { open: 0, smile: 0, lids: 0, brows: 0, gazeX: 0 },
  look: { hair: undefined, hairVolume: 1, shaved: false, lipstick: 0, lipColour: [160, 40, 50] },
  cover: { glasses: 'none', hat: false, scarf: false, hand: 0, colour: [60, 60, 60] },
  scene: { top: [150, 160, 170], bottom: [120, 126, 132], clothes: [70, 80, 110], spots: [] },
  blurPx: 0,
  jpegQuality: 90,
};

function degrees(value: number): number {
  return (value * Math.PI) / 180;
}

/** A normal number of the given deviation, cut at two and a half deviations. */
function bounded(stream: RandomStream, deviation: number): number {
  return deviation * Math.min(Math.max(stream.normal(), -2.5), 2.5);
}

/** Any colour; most of what is behind and on people is dull. */
function anyColour(stream: RandomStream): Colour {
  const grey = stream.between(20, 235);
  const vivid: Colour = [stream.between(15, 240), stream.between(15, 240), stream.between(15, 240)];
  return mix([grey, grey, grey], vivid, stream.between(0.1, 0.8));
}

/** Draws the circumstances of one photo of a person. */
export function drawConditions(stream: RandomStream, person: FaceIdentity): PhotoConditions {
  const warmth = bounded(stream, 0.08);
  const smiles = stream.chance(0.5);
  return {
    pose: {
      yaw: degrees(bounded(stream, 18)),
      pitch: degrees(bounded(stream, 9)),
      roll: degrees(bounded(stream, 4)),
    },
    camera: {
      distance: stream.between(5, 14),
      scale: 1 + bounded(stream, 0.05),
      shiftX: bounded(stream, 0.06),
      shiftY: bounded(stream, 0.06),
    },
    light: {
      gains: [1 + warmth, 1 + bounded(stream, 0.04), 1 - warmth],
      exposure: Math.exp(bounded(stream, 0.26) - 0.08),
      angle: stream.between(0, 2 * Math.PI),
      contrast: stream.uniform(),
      grey: stream.chance(0.08),
    },
    expression: {
      open: stream.chance(0.4) ? stream.between(0.03, 0.26) : 0,
      smile: smiles ? stream.between(0.2, 1) : stream.between(-0.4, 0.2),
      lids: stream.chance(0.06) ? 0.95 : stream.between(-0.15, 0.4),
      brows: bounded(stream, 0.05),
      gazeX: bounded(stream, 0.03),
    },
    look: {
      hair: stream.chance(0.3) ? drawOtherHair(stream.split('hair'), person) : undefined,
      hairVolume: stream.between(0.7, 1.35),
      shaved: stream.chance(0.2),
      lipstick: stream.chance(0.2) ? stream.between(0.3, 0.8) : 0,
      lipColour: [stream.between(130, 200), stream.between(20, 80), stream.between(40, 100)],
    },
    cover: drawCover(stream.split('cover'), person),
    scene: {
      top: anyColour(stream),
      bottom: anyColour(stream),
      clothes: anyColour(stream),
      spots: Array.from({ length: stream.below(5) }, () => ({
        x: stream.uniform(),
        y: stream.uniform(),
        radius: stream.between(0.08, 0.4),
        colour: anyColour(stream),
      })),
    },
    blurPx: stream.chance(0.5) ? stream.between(0.3, 2) : 0,
    jpegQuality: 40 + stream.below(56),
  };
}

/** Another cut of the same hair. */
function drawOtherHair(stream: RandomStream, person: FaceIdentity): Hair {
  const other = drawHair(stream, { darkness: 0.5, age: 0 });
  return { ...other, colour: person.hair.colour, top: person.hair.top, hairlineY: person.hair.hairlineY };
}

function drawCover(stream: RandomStream, { glasses }: FaceIdentity): PhotoConditions['cover'] {
  const wears = { never: 0, sometimes: 0.35, always: 0.95 }[glasses.worn];
  return {
    glasses: stream.chance(0.04) ? 'dark' : stream.chance(wears) ? 'clear' : 'none',
    hat: stream.chance(0.1),
    scarf: stream.chance(0.04),
    // The side the hand is on, by its sign.
    hand: stream.chance(0.05) ? stream.pick([-1, 1]) : 0,
    colour: anyColour(stream),
  };
}
