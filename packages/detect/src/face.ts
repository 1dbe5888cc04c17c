/** x, y in pixels of a photo; the middle of the first pixel is 0, 0. */
export type Point = readonly [x: number, y: number];

/** x, y as of a Point; z in the same unit, from the viewer inwards. */
export type SpacePoint = readonly [x: number, y: number, z: number];

/** Centres of the eyes, tip of the nose, corners of the mouth; left and right as one looks at the photo. */
export type FivePoints = readonly [leftEye: Point, rightEye: Point, nose: Point, leftMouth: Point, rightMouth: Point];

/** A face that was found. */
export interface Face {
  /** How sure the detector is that it is one, 0 to 1. */
  readonly score: number;
  readonly points: FivePoints;
  /** Of a detector that knows the face's relief: the 468 points of MediaPipe's face mesh. */
  readonly mesh?: readonly SpacePoint[];
}
