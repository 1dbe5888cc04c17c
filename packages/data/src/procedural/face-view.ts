import { type Colour, css, luma } from './colour.js';
import type { PhotoConditions } from './photo-conditions.js';
import type { Point } from './svg-path.js';

/** Size of a photo and where a person who looks straight at the camera has the eyes. */
export interface PhotoFrame {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly leftEye: Point;
  readonly rightEye: Point;
}

/** How one photo sees a head: places, lengths and colours as they come out in it. */
export interface FaceView {
  /** Pixel of a point of the head, in eye distances; without z the point lies on the face's surface. */
  at(x: number, y: number, z?: number): Point;
  /** Pixel of a point of the head's contour, which stays as wide when the head turns because a head is round. */
  rim(x: number, y: number): Point;
  /** Pixels of a length in eye distances. */
  px(length: number): number;
  /** A colour of the head in this photo's light. */
  paint(colour: Colour): string;
}

/** Depth of a face without its nose: the eyes (x = ±0.5, y = 0) lie at 0, cheeks and chin bend away. */
export function surfaceDepth(x: number, y: number): number {
  return 0.1 - 0.4 * x * x - 0.05 * y * y;
}

/** The contour runs behind the eyes; this far, in eye distances. */
const rimDepth = -0.35;

export function faceView(frame: PhotoFrame, conditions: PhotoConditions, skin: Colour): FaceView {
  const { pose, camera } = conditions;
  const { leftEye, rightEye } = frame;
  const eyeDistancePx = Math.hypot(rightEye.x - leftEye.x, rightEye.y - leftEye.y) * camera.scale;
  const roll = pose.roll + Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  const [sinYaw, cosYaw] = [Math.sin(pose.yaw), Math.cos(pose.yaw)];
  const [sinPitch, cosPitch] = [Math.sin(pose.pitch), Math.cos(pose.pitch)];
  const [sinRoll, cosRoll] = [Math.sin(roll), Math.cos(roll)];

  const at = (x: number, y: number, z = surfaceDepth(x, y)): Point => {
    const turnedX = x * cosYaw + z * sinYaw;
    const turnedZ = z * cosYaw - x * sinYaw;
    const noddedY = y * cosPitch - turnedZ * sinPitch;
    const noddedZ = turnedZ * cosPitch + y * sinPitch;
    const near = camera.distance / (camera.distance - noddedZ);
    const [seenX, seenY] = [turnedX * near + camera.shiftX, noddedY * near + camera.shiftY];
    return {
      x: (leftEye.x + rightEye.x) / 2 + eyeDistancePx * (seenX * cosRoll - seenY * sinRoll),
      y: (leftEye.y + rightEye.y) / 2 + eyeDistancePx * (seenX * sinRoll + seenY * cosRoll),
    };
  };
  return {
    at,
    rim: (x, y) => at(x / cosYaw ** 0.6, y, rimDepth),
    px: length => length * eyeDistancePx,
    paint: colour => css(lit(colour, conditions.light, skin)),
  };
}

/** Bends what is brighter than 180 so that it never reaches 255: overexposed skin pales and does not turn into a mask. */
function softened(channel: number): number {
  return channel < 180 ? channel : 180 + 75 * (1 - Math.exp(-(channel - 180) / 75));
}

/** The brightness that an automatic exposure aims at for a face, on the scale of 0–255. */
const metredLuma = 150;

/**
 * A colour of the head as the photo shows it: the camera meters the face, so that it halves most of the difference
 * between light and dark skin, and then exposes too much or too little.
 */
export function lit(colour: Colour, light: PhotoConditions['light'], skin: Colour): Colour {
  const gain = light.exposure * (metredLuma / luma(skin)) ** 0.5;
  const shown: Colour = [
    softened(colour[0] * light.gains[0] * gain),
    softened(colour[1] * light.gains[1] * gain),
    softened(colour[2] * light.gains[2] * gain),
  ];
  const grey = luma(shown);
  return light.grey ? [grey, grey, grey] : shown;
}
