import type { ClassHead, Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import { type EmbedBatch, type Embeddings, embedPhotos } from '../embedding/embed-photos.js';
import type { LabelledDigits } from './digit-data.js';

export interface ClassifiedDigits {
  readonly embeddings: Embeddings;
  /** Share of the digits for whose class the head has the largest score. */
  readonly accuracy: number;
  /** Angle between each digit's embedding and its class centre. */
  readonly anglesDeg: Float64Array;
}

/**
 * Puts each digit into the class with the largest score of the head, such as the cosine to its centre: without a margin, which belongs
 * to training and would count against the very class that is right.
 * @param parameters the head's own by name, others are let pass
 */
export async function classifyDigits(
  embed: EmbedBatch,
  { head, parameters }: { readonly head: ClassHead; readonly parameters: Parameters },
  { loader, labels }: LabelledDigits,
): Promise<ClassifiedDigits> {
  const embeddings = await embedPhotos(embed, loader.batches(0));
  const { data, count, dimension } = embeddings;
  const [scores, cosines] = tf.tidy(() => {
    const found = head.apply(tf.tensor2d(data, [count, dimension]), parameters);
    return [found.scores.arraySync(), found.cosines.arraySync()] as const;
  });
  const own = (rows: number[][], digit: number): number => rows[digit]?.[labels[digit] as number] as number;
  // A net that tells nothing apart has equal scores, and is right about nothing.
  const right = scores.filter((row, digit) =>
    row.every((score, label) => label === labels[digit] || score < own(scores, digit)),
  );
  return {
    embeddings,
    accuracy: right.length / count,
    anglesDeg: Float64Array.from(cosines.keys(), digit => degreesOf(own(cosines, digit))),
  };
}

/** The angle of a cosine that rounding may have put outside of [−1, 1]. */
function degreesOf(cosine: number): number {
  return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
}
