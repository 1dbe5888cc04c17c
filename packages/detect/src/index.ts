// Whoever detects decides where: a command calls it before the first detector is made.
export { startTensorflow } from '@arcface-ts/graph';
export type { Face, FivePoints, Point, SpacePoint } from './face.js';
export type { Choice, FaceDetector, NamedDetector } from './face-detector.js';
export { fivePoints } from './facemesh/five-points.js';
export { type HumanDetectorOptions, humanDetector, humanDetectorName } from './human-detector.js';
export { namedDetector } from './named-detector.js';
export { type YunetDetectorOptions, yunetDetector } from './yunet-detector.js';
