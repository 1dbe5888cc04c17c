export { assembleStep, countNets, modelOf } from './assemble-step.js';
export {
  type CheckpointRecord,
  loadWeights,
  readCheckpointRecord,
  saveWeights,
  usedWeightsSha256,
} from './checkpoint.js';
export { type TrainingConfig, type TrainingConfigInput, trainingConfigSchema } from './config.js';
export { compiledEmbedding } from './embedding/compiled-embedding.js';
export { eagerEmbedding } from './embedding/eager-embedding.js';
export { type EmbedBatch, type Embeddings, embedPhotos } from './embedding/embed-photos.js';
export { embedPixels } from './embedding/embed-pixels.js';
export { type FaceData, openFaceData } from './face-data.js';
export type { Optimizer } from './optimizer/optimizer.js';
export { resolveConfig } from './resolve-config.js';
export { type TrainFacesOptions, trainFaces } from './train-faces.js';
export { createTrainStep, type StepFeeds, type StepParts, type TrainStep } from './train-step.js';
export { type CompiledTrainer, compiledTrainer } from './trainer/compiled-trainer.js';
export { eagerTrainer } from './trainer/eager-trainer.js';
export type { StepFigures, StepOptions, StepResult, Trainer } from './trainer/trainer.js';
export { readTrainingPhotos, type TrainingPhotos } from './training-photos.js';
export { disposeState, initialState, type TrainingState } from './training-state.js';
export { beginAverage } from './weight-average.js';
