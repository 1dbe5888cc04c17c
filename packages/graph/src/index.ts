export {
  batchNormOfBatch,
  batchNormWithMoments,
  type NormalizedBatch,
  type NormParameters,
} from './fused/batch-norm.js';
export { prelu } from './fused/prelu.js';
export { compilerName, compilerVersion } from './native/compiler.js';
export { type Flavour, flavourFor, hasNvidiaDriver } from './native/flavour.js';
export { bindingFile, inspectNative, kernelsFile, type NativeRecord, requireNative } from './native/native-record.js';
export { type SelfCheck, selfCheckMarker } from './native/self-check.js';
export { startTensorflow, type Tensorflow, type TensorflowOptions, tensorflowBinding } from './start-tensorflow.js';
