export { type AllPairsRoc, type AllPairsTar, allPairsRoc } from './all-pairs/all-pairs-roc.js';
export { type ClassAngles, classAngles } from './class-angles.js';
export { type DetCurve, detCurve, probit } from './det-curve.js';
export { addMirrored, type Embed, type Embeddings, embeddingNorms } from './embeddings.js';
export {
  evaluateVerification,
  type FoldResult,
  type Verification,
  type VerificationOptions,
} from './evaluate-verification.js';
export {
  evaluateIdentification,
  type Identification,
  type IdentificationOptions,
  type TpirAtFpir,
} from './identification/evaluate-identification.js';
export { type GallerySplit, splitGallery } from './identification/gallery-split.js';
export type { Uncertainty } from './identity-bootstrap.js';
export { meanCosine } from './mean-cosine.js';
export { pairDistances } from './pair-distances.js';
export { paintedChart, standaloneChart } from './report/charts/chart.js';
export type { KindDistances } from './report/charts/distance-chart.js';
export { type PairCurve, pairCurve } from './report/charts/pair-curve.js';
export {
  type CurveCharts,
  drawCurveCharts,
  drawReportCharts,
  type ReportCharts,
} from './report/charts/report-charts.js';
export { drawTrainingCharts, type TrainingCharts, type TrainingCurves } from './report/charts/training-charts.js';
export { hardestPairs, type WrongPair, type WrongPairs } from './report/hardest-pairs.js';
export type { FoundResult, ReportInput, ShownPhoto } from './report/report-input.js';
export { percent, points, range, whole } from './report/report-numbers.js';
export { reportPage } from './report/report-page.js';
export type { Roc } from './roc.js';
export { type FacePose, facePose } from './slices/face-pose.js';
export type { PairTrait, SliceRange } from './slices/slice-bins.js';
export {
  type Estimate,
  fewestPairsOfSlice,
  type JudgedPairs,
  type PairFigures,
  type PairSlice,
  type SlicedTrait,
  sliceFigures,
} from './slices/slice-figures.js';
export { type WeakSlice, weakSlices } from './slices/weak-slices.js';
export type { TarAtFar } from './tar-at-far.js';
export { type ThresholdCardOptions, thresholdCard } from './threshold-card.js';
export type { VerificationPair } from './verification-pair.js';
export { verificationReport } from './verification-report.js';
export { type VerificationOrigin, verificationResult } from './verification-result.js';
