export type { Computed } from './compile/check-computed.js';
export { type Compiled, type CompileOptions, compile, type RunResult } from './compile/compile.js';
export type { InputSpec, InputValue } from './compile/compiled-inputs.js';
export { Variables } from './compile/variables.js';
export {
  batchNormAdd,
  batchNormOfBatch,
  batchNormWithMoments,
  batchNormWithMomentsAdd,
  type NormalizedBatch,
  type NormParameters,
  type TrainedNormParameters,
} from './fused/batch-norm.js';
export { type ConvolutionOptions, convolve } from './fused/convolution.js';
export { depthwiseConvSame } from './fused/depthwise-conv.js';
export { relu, sumOfSquares } from './fused/element-wise.js';
export { float32Product, stayFloat32 } from './fused/float32-product.js';
export { prelu } from './fused/prelu.js';
export { projectImages } from './fused/project-images.js';
export { scaleShift, scaleShiftAdd } from './fused/scale-shift.js';
export { type SgdStepOptions, sgdStep } from './fused/sgd-step.js';
export { compilerName, compilerVersion } from './native/compiler.js';
export { cudaVersion, cudnnVersion, explainGpu, type GpuProblem } from './native/explain-gpu.js';
export { type Flavour, flavourFor, hasNvidiaDriver } from './native/flavour.js';
export { type GpuReport, readGpuReport } from './native/gpu-report.js';
export { addonFile, bindingFile, inspectNative, type NativeRecord, requireNative } from './native/native-record.js';
export { type SelfCheck, selfCheckMarker } from './native/self-check.js';
export { nodeTable, profileTable } from './profile/profile-table.js';
export { type ProfileNode, type ProfileRow, profileOfStep, type StepProfile } from './profile/step-profile.js';
export type { NativeTensor, TensorArray } from './session/native-addon.js';
export { checkPrecision, type SessionOptions } from './session/session-config.js';
export { settleMemory } from './session/settle-memory.js';
export { startTensorflow, type Tensorflow, type TensorflowOptions, tensorflowBinding } from './start-tensorflow.js';
export { TraceError } from './trace/trace-error.js';
