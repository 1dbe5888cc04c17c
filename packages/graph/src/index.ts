export { type Compiled, type CompileOptions, compile, type RunResult } from './compile/compile.js';
export type { InputSpec, InputValue } from './compile/compiled-inputs.js';
export type { Computed } from './compile/record-function.js';
export { Variables } from './compile/variables.js';
export {
  batchNormOfBatch,
  batchNormWithMoments,
  type NormalizedBatch,
  type NormParameters,
} from './fused/batch-norm.js';
export { depthwiseConvSame } from './fused/depthwise-conv.js';
export { prelu } from './fused/prelu.js';
export { compilerName, compilerVersion } from './native/compiler.js';
export { type Flavour, flavourFor, hasNvidiaDriver } from './native/flavour.js';
export { addonFile, bindingFile, inspectNative, type NativeRecord, requireNative } from './native/native-record.js';
export { type SelfCheck, selfCheckMarker } from './native/self-check.js';
export { profileTable } from './profile/profile-table.js';
export { type ProfileRow, profileOfStep, type StepProfile } from './profile/step-profile.js';
export type { SessionOptions } from './session/session-config.js';
export { startTensorflow, type Tensorflow, type TensorflowOptions, tensorflowBinding } from './start-tensorflow.js';
export { TraceError } from './trace/trace-error.js';
