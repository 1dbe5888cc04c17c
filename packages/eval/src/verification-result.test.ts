import { type ProtocolStamp, RandomStream, verificationResultSchema } from '@arcface-ts/core';
import { expect, it } from 'vitest';
import { evaluateVerification } from './evaluate-verification.js';
import { drawVerificationSet } from './testing/draw-verification-set.js';
import { verificationResult } from './verification-result.js';

const origin = {
  dataset: 'procedural',
  checkpoint: { path: 'runs/face/best', sha256: 'ab'.repeat(32) },
  imagesPerSecond: 84.5,
};

it.each([0.05, 0.8, 40])('keeps the contract of core with noise %s, after a trip through JSON', noise => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(6), { noise });
  const result = verificationResult(evaluateVerification(embeddings, pairs, { resamples: 50 }), origin);
  expect(verificationResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
});

it('leaves out the FARs that too few impostors support', () => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(7));
  // 300 impostor pairs: 30 at 1e-1, 3 at 1e-2, 0.3 at 1e-3.
  const result = verificationResult(evaluateVerification(embeddings, pairs, { resamples: 1 }), origin);
  expect(Object.keys(result.tarAtFar)).toEqual(['1e-1', '1e-2']);
});

it('does not say that mirror images were added where nobody knows', () => {
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(8));
  const notKnown = { known: false as const, why: 'a file says nothing' };
  const stamp: ProtocolStamp = {
    set: 'own',
    pairs: { list: 'own.txt', sha256: 'ab'.repeat(32), same: 300, different: 300 },
    folds: { count: 10, from: 'as the list has them', peopleInSeveral: 0 },
    flip: 'not known',
    crop: null,
    photos: null,
    checkpointSha256: 'ab'.repeat(32),
    overlap: { people: notKnown, photos: notKnown },
  };
  const verification = evaluateVerification(embeddings, pairs, { resamples: 1 });
  const result = verificationResult(verification, { ...origin, imagesPerSecond: null, stamp });
  expect(verificationResultSchema.parse(result)).toEqual(result);
  expect(result.protocol).toMatch(/^LFW unrestricted: embeddings as their file has them, normalized;/);
  expect(verificationResult(verification, origin).protocol).toMatch(
    /^LFW unrestricted: e\(image\) \+ e\(mirror image\)/,
  );
});
