import type { RandomStream } from '@arcface-ts/core';
import type { CropBox } from './image-codec.js';
import type { SampleOptions } from './sample-box.js';

/** How far a training photo may be changed; 0 switches a change off. */
export interface AugmentationOptions {
  /** Probability that a photo is mirrored. */
  readonly mirror: number;
  /** Largest shift of the crop in each direction, as a fraction of the crop's side. */
  readonly shift: number;
  /** Largest change of the crop's side, as a fraction of it: 0.1 gives sides of 0.9 to 1.1. */
  readonly scale: number;
  /** Largest change of brightness, as a fraction of the whole range of values. */
  readonly brightness: number;
  /** Largest change of contrast about the middle grey, as a fraction: 0.2 gives gains of 0.8 to 1.2. */
  readonly contrast: number;
}

/** The photo as it is: for evaluation. */
export const noAugmentation: AugmentationOptions = { mirror: 0, shift: 0, scale: 0, brightness: 0, contrast: 0 };

const middleGrey = 127.5;

/**
 * Draws what happens to one photo. `stream` is that photo's own, so that nothing drawn elsewhere changes it; all numbers
 * are drawn whatever the options are, so that switching one change off leaves the others as they were.
 */
export function augment(stream: RandomStream, box: CropBox, options: AugmentationOptions): SampleOptions {
  const mirrored = stream.chance(options.mirror);
  const side = 1 + stream.between(-options.scale, options.scale);
  const right = stream.between(-options.shift, options.shift);
  const down = stream.between(-options.shift, options.shift);
  const gain = 1 + stream.between(-options.contrast, options.contrast);
  const brighter = 255 * stream.between(-options.brightness, options.brightness);
  return {
    box: {
      // The middle of the crop stays where it is before the shift.
      left: box.left + box.width * (right + (1 - side) / 2),
      top: box.top + box.height * (down + (1 - side) / 2),
      width: box.width * side,
      height: box.height * side,
    },
    mirrored,
    gain,
    bias: middleGrey * (1 - gain) + brighter,
  };
}
