/*
 * The files that commands leave for others to read. A field is added freely; one that changes its meaning raises `schema`.
 */

export { type BenchRow, benchRowSchema } from './bench-row.js';
export { type DataSummary, dataSummarySchema } from './data-summary.js';
export { type DigitsComparison, digitsComparisonSchema } from './digits-comparison.js';
export { type DigitsRunSummary, digitsRunSummarySchema } from './digits-run-summary.js';
export { type DigitsSummary, digitsSummarySchema } from './digits-summary.js';
export { type GalleryResult, galleryResultSchema } from './gallery-result.js';
export { type JudgedPair, judgedPairSchema } from './judged-pair.js';
export { type ManifestRecord, manifestRecordSchema } from './manifest-record.js';
export { type ProtocolStamp, protocolStampSchema } from './protocol-stamp.js';
export { type RateTest, rateTestSchema } from './rate-test.js';
export { type CollapseWarning, collapseWarningSchema, type RunSummary, runSummarySchema } from './run-summary.js';
export { type ThresholdCard, thresholdCardSchema } from './threshold-card.js';
export { type VerificationResult, verificationResultSchema } from './verification-result.js';
export { type WeightsOrigin, weightsOriginSchema } from './weights-origin.js';
