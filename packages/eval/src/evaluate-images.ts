import type { Batch } from '@arcface-ts/core';
import type { Embed } from './embeddings.js';
import { evaluateVerification, type Verification, type VerificationOptions } from './evaluate-verification.js';
import type { VerificationPair } from './verification-pair.js';

/**
 * Embeds images and evaluates the pairs among them.
 *
 * @param embed the only thing it knows of a model   @param batches every image once, in the order of the pairs' rows
 * @returns the result, and how many images a second were decoded and embedded, mirror images not counted
 */
export async function evaluateImages(
  embed: Embed,
  batches: AsyncIterable<Batch>,
  pairs: readonly VerificationPair[],
  options: VerificationOptions = {},
): Promise<{ verification: Verification; imagesPerSecond: number }> {
  const startMs = performance.now();
  const embeddings = await embed(batches);
  const seconds = (performance.now() - startMs) / 1000;
  return {
    verification: evaluateVerification(embeddings, pairs, options),
    imagesPerSecond: embeddings.count / seconds,
  };
}
