export { type AdafaceOptions, adafaceLogits, nextLengths, type RunningLengths } from './adaface.js';
export { type AngleStatistics, angleStatistics } from './angle-statistics.js';
export { type ArcfaceOptions, arcfaceLogits } from './arcface.js';
export { type CombinedMarginOptions, combinedMarginLogits } from './combined-margin.js';
export { type CosfaceOptions, cosfaceLogits } from './cosface.js';
export { COSINE_LIMIT } from './cosine-limit.js';
export { type CurricularfaceOptions, curricularfaceLogits, nextTargetCosine } from './curricularface.js';
export { type FocalLossOptions, focalLoss } from './focal-loss.js';
export { type LengthRange, type MagfaceOptions, magfaceLogits, magfacePenalty } from './magface.js';
export type { Margin } from './margin.js';
export {
  type ConfiguredMargin,
  createMargin,
  type MarginConfig,
  type MarginName,
  marginNames,
  marginSchema,
} from './margin-registry.js';
export { type NormfaceOptions, normfaceLogits } from './normface.js';
export { softmaxLogits } from './softmax.js';
export { type CrossEntropyOptions, crossEntropyOfEach, softmaxCrossEntropy } from './softmax-cross-entropy.js';
export { type SpherefaceOptions, spherefaceLogits } from './sphereface.js';
