import { cosinesToCentres } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import type { LabelledDigits } from './digit-data.js';
import { type EmbedBatch, type Embeddings, embedPhotos } from './embedding/embed-photos.js';

export interface ClassifiedDigits {
  readonly embeddings: Embeddings;
  /** Share of the digits whose nearest class centre is that of their class. */
  readonly accuracy: number;
  /** Angle between each digit's embedding and its class centre. */
  readonly anglesDeg: Float64Array;
}

/**
 * Puts each digit into the class whose centre has the largest cosine with its embedding: without a margin, which belongs to training
 * and would count against the very class that is right.
 * @param centres [classes, embedding]
 */
export async function classifyDigits(
  embed: EmbedBatch,
  centres: tf.Tensor2D,
  { loader, labels }: LabelledDigits,
): Promise<ClassifiedDigits> {
  const embeddings = await embedPhotos(embed, loader.batches(0));
  const { data, count, dimension } = embeddings;
  const cosines = tf.tidy(() => cosinesToCentres(tf.tensor2d(data, [count, dimension]), centres).arraySync());
  const own = cosines.map((row, digit) => row[labels[digit] as number] as number);
  // A net that tells nothing apart has equal cosines, and is right about nothing.
  const right = cosines.filter((row, digit) =>
    row.every((cosine, label) => label === labels[digit] || cosine < (own[digit] as number)),
  );
  return {
    embeddings,
    accuracy: right.length / count,
    anglesDeg: Float64Array.from(own, cosine => (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI),
  };
}
