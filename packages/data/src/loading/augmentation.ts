import type { RandomStream } from '@arcface-ts/core';
import type { Alterations } from '../decoding/alter.js';
import { type CropFrame, within } from '../decoding/crop-frame.js';
import type { SampleOptions } from '../decoding/sample-frame.js';

/** How far a training photo may be changed; 0 switches a change off. */
export interface AugmentationOptions {
  /** Probability that a photo is mirrored. */
  readonly mirror: number;
  /** Largest shift of the crop in each direction, as a fraction of the crop's side; by whole pixels where nothing scales or turns it. */
  readonly shift: number;
  /** Largest change of the crop's side, as a fraction of it: 0.1 gives sides of 0.9 to 1.1. */
  readonly scale: number;
  /** Largest turn of the crop about its middle, either way, in degrees. */
  readonly rotation: number;
  /** Largest change of brightness, as a fraction of the whole range of values. */
  readonly brightness: number;
  /** Largest change of contrast about the middle grey, as a fraction: 0.2 gives gains of 0.8 to 1.2. */
  readonly contrast: number;
  /** Largest change of each colour's strength, as a fraction: 0.2 gives red, green and blue gains of 0.8 to 1.2 of their own, as other light does. */
  readonly tint: number;
  /** Probability that a photo loses its colours. */
  readonly grey: number;
  /** Probability that a photo is compressed: a JPEG of quality 30 to 95. */
  readonly jpeg: number;
  /** Probability that a photo loses resolution: shrunk to a quarter of its side or more. */
  readonly lowResolution: number;
  /** Probability that a square of a fifth to two fifths of the side is blotted out. */
  readonly cutOut: number;
}

/** The photo as it is: for evaluation. */
export const noAugmentation: AugmentationOptions = {
  mirror: 0,
  shift: 0,
  scale: 0,
  rotation: 0,
  brightness: 0,
  contrast: 0,
  tint: 0,
  grey: 0,
  jpeg: 0,
  lowResolution: 0,
  cutOut: 0,
};

const middleGrey = 127.5;
const qualities = { least: 30, best: 95 } as const;
const leastResolution = 0.25;
const cutOutSides = { least: 0.2, most: 0.4 } as const;

/**
 * Draws what happens to one photo. `stream` is that photo's own, so that nothing drawn elsewhere changes it; all numbers
 * are drawn whatever the options are, so that switching one change off leaves the others as they were.
 */
export function augment(
  stream: RandomStream,
  { frame, sizePx }: { frame: CropFrame; sizePx: number },
  options: AugmentationOptions,
): SampleOptions & { alterations?: Alterations } {
  const mirrored = stream.chance(options.mirror);
  const side = 1 + stream.between(-options.scale, options.scale);
  const right = drawShift(stream, sizePx, options);
  const down = drawShift(stream, sizePx, options);
  const gain = 1 + stream.between(-options.contrast, options.contrast);
  const brighter = 255 * stream.between(-options.brightness, options.brightness);
  const degrees = stream.between(-options.rotation, options.rotation);
  const alterations = drawAlterations(stream, sizePx, options);
  const moved = movedFrame({ mirrored, side, right, down, degrees });
  return {
    frame: moved === undefined ? frame : within(frame, moved),
    gain,
    bias: middleGrey * (1 - gain) + brighter,
    ...(alterations && { alterations }),
  };
}

/** A crop that is shifted by whole pixels alone is copied: that is sharper than resampling it, and many times as fast. */
function drawShift(stream: RandomStream, sizePx: number, { shift, scale, rotation }: AugmentationOptions): number {
  const drawn = stream.between(-shift, shift);
  if (shift === 0 || scale !== 0 || rotation !== 0) return drawn;
  const most = Math.floor(shift * sizePx + 1e-9);
  const places = 2 * most + 1;
  const place = Math.min(places - 1, Math.floor(((drawn / shift + 1) / 2) * places));
  return (place - most) / sizePx;
}

interface Move {
  readonly mirrored: boolean;
  readonly side: number;
  readonly right: number;
  readonly down: number;
  readonly degrees: number;
}

/** Mirrors, scales and turns the crop about its middle, then shifts it; undefined when that changes nothing. */
function movedFrame({ mirrored, side, right, down, degrees }: Move): CropFrame | undefined {
  if (!mirrored && side === 1 && right === 0 && down === 0 && degrees === 0) return undefined;
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin] = [side * Math.cos(angle), side * Math.sin(angle)];
  const [a, b, d, e] = [mirrored ? -cos : cos, -sin, mirrored ? -sin : sin, cos];
  return [a, b, 0.5 + right - (a + b) / 2, d, e, 0.5 + down - (d + e) / 2];
}

function drawAlterations(stream: RandomStream, sizePx: number, options: AugmentationOptions): Alterations | undefined {
  const grey = stream.chance(options.grey);
  const compressed = stream.chance(options.jpeg);
  const quality = Math.round(stream.between(qualities.least, qualities.best));
  const shrunk = stream.chance(options.lowResolution);
  const sidePx = Math.round(sizePx * stream.between(leastResolution, 1));
  const cut = stream.chance(options.cutOut);
  const side = stream.between(cutOutSides.least, cutOutSides.most);
  const [left, top] = [stream.between(0, 1 - side), stream.between(0, 1 - side)];
  const drawGain = (): number => 1 + stream.between(-options.tint, options.tint);
  const gains = [drawGain(), drawGain(), drawGain()] as const;
  const tinted = options.tint > 0;
  if (!tinted && !grey && !compressed && !shrunk && !cut) return undefined;
  return {
    ...(tinted && { gains }),
    ...(grey && { grey }),
    ...(shrunk && !compressed && { shrunkPx: sidePx }),
    ...(compressed && { jpeg: { sidePx: shrunk ? sidePx : sizePx, quality } }),
    ...(cut && { cutOut: { left, top, side } }),
  };
}
