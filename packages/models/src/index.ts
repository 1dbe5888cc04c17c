export { classCentres, cosinesToCentres, normalizeRows } from './class-centres.js';
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
export { readWeights, writeWeights } from './weight-file.js';
