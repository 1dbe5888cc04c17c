export { type AngleStatistics, angleStatistics } from './angle-statistics.js';
export { type ArcfaceOptions, arcfaceLogits, COSINE_LIMIT } from './arcface.js';
export { type CosfaceOptions, cosfaceLogits } from './cosface.js';
export { type FocalLossOptions, focalLoss } from './focal-loss.js';
export type { Margin } from './margin.js';
export {
  type ConfiguredMargin,
  createMargin,
  type MarginConfig,
  type MarginName,
  marginNames,
  marginSchema,
} from './margin-registry.js';
export { type CrossEntropyOptions, crossEntropyOfEach, softmaxCrossEntropy } from './softmax-cross-entropy.js';
