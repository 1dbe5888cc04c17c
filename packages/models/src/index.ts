export { classCentres, cosinesToCentres, normalizeRows, rowLengths } from './class-centres.js';
export { type ClassHead, type ClassScores, cosineHead } from './class-head.js';
export type { Colour } from './colour.js';
export { ensemble, ensembleHead } from './ensemble.js';
export { type IresnetOptions, iresnet18, iresnet34, iresnet50, iresnet100 } from './iresnet.js';
export type { ForwardPass, Layer } from './layer.js';
export { type LenetPlusPlusOptions, lenetPlusPlus } from './lenet-plus-plus.js';
export { linearHead } from './linear-head.js';
export { mobilefacenet } from './mobilefacenet.js';
export {
  countParameters,
  disposeParameters,
  inferencePass,
  initializeParameters,
  type Model,
  normalizePixels,
  type Parameters,
} from './model.js';
export { constant, isDecayed, isTrained, type ParameterRole, type ParameterSpec } from './parameter.js';
export { createModel, type ModelOptions, modelNames } from './registry.js';
export { type ResnetOptions, resnet18, resnet50 } from './resnet.js';
export { type ResnetFaceOptions, resnetFace18 } from './resnet-face.js';
export { cosinesToSubCentres, subCentreHead } from './sub-centres.js';
export { type View, viewOf } from './view.js';
export { readWeights, writeWeights } from './weight-file.js';
