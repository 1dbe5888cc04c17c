export type { Batch, BatchSource } from './batch.js';
export { type PipelineOption, type PipelineOptions, pipelineCommand, runCommand } from './command.js';
export * from './contracts/index.js';
export { type DataRoot, findDataRoot } from './data-root.js';
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
export { refillFolder, writeFileAtomic, writeFolderAtomic, writeJsonAtomic } from './files/atomic-file.js';
export { DiskError } from './files/disk-error.js';
export { parseJson, readJson } from './files/json-file.js';
export { readWholeFile } from './files/read-whole-file.js';
export { type FolderLock, lockFolder } from './locking/folder-lock.js';
export { checkPictureUri, htmlPage } from './page/html-page.js';
export { html, Markup } from './page/markup.js';
export { formatDuration, type ProgressDisplay, progressDisplay } from './progress-display.js';
export { RandomStream } from './random-stream.js';
export { RunDirectory } from './run-directory.js';
export { checkShape, elementCount, type ShapePattern } from './shape.js';
export { type TrainingPhotos, trainingPhotos } from './training-photos.js';
