import type { CropFrame } from './crop-frame.js';
import type { RgbImage } from './image-codec.js';

/** The frame in pixels of a photo of some resolution: where the middle of the crop's first pixel is read, and the way to the next. */
export interface PixelGrid {
  readonly x: number;
  readonly y: number;
  readonly columnX: number;
  readonly columnY: number;
  readonly rowX: number;
  readonly rowY: number;
}

/** Pixel centres meet: the middle of the crop's pixel i is (i + ½)/size of the frame, whatever the two resolutions are. */
export function gridOf({ width, height }: RgbImage, [a, b, c, d, e, f]: CropFrame, sizePx: number): PixelGrid {
  const half = 0.5 / sizePx;
  return {
    x: ((a + b) * half + c) * width - 0.5,
    y: ((d + e) * half + f) * height - 0.5,
    columnX: (a / sizePx) * width,
    columnY: (d / sizePx) * height,
    rowX: (b / sizePx) * width,
    rowY: (e / sizePx) * height,
  };
}
