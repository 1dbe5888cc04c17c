export { assembleStep } from './assemble-step.js';
export { type CheckpointRecord, loadWeights, readCheckpointRecord } from './checkpoint.js';
export { type TrainingConfig, type TrainingConfigInput, trainingConfigSchema } from './config.js';
export { type Embeddings, embedPhotos } from './embed-photos.js';
export type { Optimizer } from './optimizer/optimizer.js';
export { formatDuration, progressDisplay } from './progress-display.js';
export { resolveConfig } from './resolve-config.js';
export { createTrainStep, type StepFeeds, type StepParts, type TrainStep } from './train-step.js';
export { disposeState, initialState, type TrainingState } from './training-state.js';
