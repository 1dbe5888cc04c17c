export { classCentres, cosinesToCentres, normalizeRows } from './class-centres.js';
export { type IresnetOptions, iresnet18, iresnet34, iresnet50, iresnet100 } from './iresnet.js';
export type { ForwardPass, Layer } from './layer.js';
export { mobilefacenet } from './mobilefacenet.js';
export {
  countParameters,
  inferencePass,
  initializeParameters,
  type Model,
  normalizePixels,
  type Parameters,
} from './model.js';
export { isDecayed, isTrained, type ParameterRole, type ParameterSpec } from './parameter.js';
export { createModel, type ModelOptions, modelNames } from './registry.js';
export { type ResnetOptions, resnet18, resnet50 } from './resnet.js';
export { readWeights, writeWeights } from './weight-file.js';
