export { refillFolder, writeFileAtomic, writeFolderAtomic, writeJsonAtomic } from './atomic-file.js';
export type { Batch, BatchSource } from './batch.js';
export { type PipelineOption, type PipelineOptions, pipelineCommand, runCommand } from './command.js';
export {
  type BenchRow,
  benchRowSchema,
  type CollapseWarning,
  collapseWarningSchema,
  type DataSummary,
  type DigitsComparison,
  type DigitsRunSummary,
  type DigitsSummary,
  dataSummarySchema,
  digitsComparisonSchema,
  digitsRunSummarySchema,
  digitsSummarySchema,
  type GalleryResult,
  galleryResultSchema,
  type JudgedPair,
  judgedPairSchema,
  type ManifestRecord,
  manifestRecordSchema,
  type ProtocolStamp,
  protocolStampSchema,
  type RateTest,
  type RunSummary,
  rateTestSchema,
  runSummarySchema,
  type ThresholdCard,
  thresholdCardSchema,
  type VerificationResult,
  verificationResultSchema,
  type WeightsOrigin,
  weightsOriginSchema,
} from './contracts.js';
export { type DataRoot, findDataRoot } from './data-root.js';
export { DiskError } from './disk-error.js';
export {
  ArcfaceError,
  asError,
  DataError,
  type Explanation,
  explain,
  InterruptedError,
  NumericError,
  ShapeError,
  UsageError,
} from './errors.js';
export { parseJson, readJson } from './json-file.js';
export { type FolderLock, lockFolder } from './locking/folder-lock.js';
export { checkPictureUri, htmlPage } from './page/html-page.js';
export { html, Markup } from './page/markup.js';
export { formatDuration, type ProgressDisplay, progressDisplay } from './progress-display.js';
export { RandomStream } from './random-stream.js';
export { readWholeFile } from './read-whole-file.js';
export { RunDirectory } from './run-directory.js';
export { checkShape, elementCount, type ShapePattern } from './shape.js';
export { type TrainingPhotos, trainingPhotos } from './training-photos.js';
