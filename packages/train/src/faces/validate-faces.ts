import { embeddingNorms, evaluateVerification, meanCosine, pairDistances } from '@arcface-ts/eval';
import { type EmbedBatch, embedPhotos } from '../embedding/embed-photos.js';
import type { Validation } from '../loop/training-loop.js';
import type { FaceData } from './face-data.js';

/** Squared distances of the validation pairs, by kind: how far apart they are is what training is about. */
export interface PairScores {
  readonly same: Float64Array;
  readonly different: Float64Array;
}

export interface VerificationFigures {
  readonly accuracy: number;
  readonly auc: number;
}

/**
 * Verifies the people that training does not see. The value to go by is the AUC: over a few hundred pairs it moves less
 * from chance than the accuracy at a threshold does.
 */
export async function validateFaces(
  embed: EmbedBatch,
  data: Pick<FaceData, 'validation' | 'validationSet'>,
): Promise<{
  validation: Validation & { readonly figures: VerificationFigures };
  scores: PairScores;
  /** Of all pairs of photos, nearly all of them of two people. */
  meanCosine: number;
}> {
  const embeddings = await embedPhotos(embed, data.validation.batches(0));
  const { pairs } = data.validationSet;
  // The interval is not shown here, so that one resample is enough.
  const { accuracy, auc } = evaluateVerification(embeddings, pairs, { falseAcceptRates: [], resamples: 1 });
  const distances = pairDistances(embeddings, embeddingNorms(embeddings), pairs);
  const ofKind = (same: boolean): Float64Array => distances.filter((_, pair) => pairs[pair]?.same === same);
  return {
    validation: { value: auc, figures: { accuracy: accuracy.mean, auc } },
    scores: { same: ofKind(true), different: ofKind(false) },
    meanCosine: meanCosine(embeddings),
  };
}
