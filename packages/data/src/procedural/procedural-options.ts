import { createHash } from 'node:crypto';
import { UsageError } from '@arcface-ts/core';

/** What decides every byte of a set of procedural faces. */
export interface ProceduralOptions {
  readonly seed: number;
  /** People of the training set, and photos of each. */
  readonly identities: number;
  readonly photosPerIdentity: number;
  /** People of the verification set, none of whom is in the training set, and photos of each. */
  readonly verificationIdentities: number;
  readonly verificationPhotosPerIdentity: number;
  readonly folds: number;
  /** Pairs of one person in a fold, and as many of two people. */
  readonly pairsPerFold: number;
}

export const proceduralDefaults: ProceduralOptions = {
  seed: 1,
  identities: 200,
  photosPerIdentity: 12,
  verificationIdentities: 60,
  verificationPhotosPerIdentity: 6,
  folds: 10,
  pairsPerFold: 30,
};

/** Raise it with every change of what is drawn, the frames included, so that photos of an older drawing are not taken for these. */
const drawingVersion = 2;

/** The options with their defaults; unknown keys of the argument are left behind. Throws a UsageError naming a wrong number. */
export function resolveProceduralOptions(options: Partial<ProceduralOptions> = {}): ProceduralOptions {
  const keys = Object.keys(proceduralDefaults) as (keyof ProceduralOptions)[];
  const entries = keys.map(key => [key, options[key] ?? proceduralDefaults[key]] as const);
  for (const [key, value] of entries) {
    const least = key === 'seed' ? 0 : 1;
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw UsageError.because({
      expected: `${key} to be a whole number, ${least} or more`,
      received: String(value),
      place: 'drawProceduralFaces',
      next: `Leave it out for ${proceduralDefaults[key]}.`,
    });
  }
  return Object.fromEntries(entries) as unknown as ProceduralOptions;
}

/** SHA-256, in hex, of the options and of the version of the drawing code: equal fingerprints mean equal photos. */
export function proceduralFingerprint(options: Partial<ProceduralOptions> = {}): string {
  const content = JSON.stringify({ drawingVersion, ...resolveProceduralOptions(options) });
  return createHash('sha256').update(content).digest('hex');
}
