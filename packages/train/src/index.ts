export {
  type CheckpointRecord,
  loadWeights,
  readCheckpointRecord,
  saveWeights,
  usedWeightsSha256,
} from './checkpoint/checkpoint.js';
export { type TrainingConfig, type TrainingConfigInput, trainingConfigSchema } from './config.js';
export { compiledEmbedding } from './embedding/compiled-embedding.js';
export { eagerEmbedding } from './embedding/eager-embedding.js';
export { type EmbedBatch, type Embeddings, embedPhotos } from './embedding/embed-photos.js';
export { embedPixels } from './embedding/embed-pixels.js';
export { type FaceData, openFaceData } from './faces/face-data.js';
export { type TrainFacesOptions, trainFaces } from './faces/train-faces.js';
export { readTrainingPhotos, type TrainingPhotos } from './faces/training-photos.js';
export type { Optimizer } from './optimizer/optimizer.js';
export { resolveConfig } from './resolve-config.js';
export { assembleStep, countNets, modelOf } from './step/assemble-step.js';
export { createTrainStep, type StepFeeds, type StepParts, type TrainStep } from './step/train-step.js';
export { disposeState, initialState, type TrainingState } from './step/training-state.js';
export { beginAverage } from './step/weight-average.js';
export { type CompiledTrainer, compiledTrainer } from './trainer/compiled-trainer.js';
export { eagerTrainer } from './trainer/eager-trainer.js';
export type { StepFigures, StepOptions, StepResult, Trainer } from './trainer/trainer.js';
