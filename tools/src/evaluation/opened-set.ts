import type { ProtocolStamp } from '@arcface-ts/core';
import type { LabelledPhoto } from '@arcface-ts/data';
import type { VerificationPair } from '@arcface-ts/eval';

/** What a stamp says of a set, whatever embeds it. */
export type SetStamp = Pick<ProtocolStamp, 'crop' | 'photos'> & {
  readonly pairs: Pick<ProtocolStamp['pairs'], 'list' | 'sha256'>;
  /** Where the folds come from, in words. */
  readonly foldsFrom: string;
};

/** A verification set, and where the crops of its photos are: the first stage of an evaluation, whatever the set's form is. */
export interface OpenedSet {
  /** Names the result: `runs/<run>/eval/<name>.json`. */
  readonly name: string;
  /** What the photos are: the set's name, or `procedural`. */
  readonly dataset: string;
  /** The protocol in a word, for people. */
  readonly protocol: string;
  /** Row i of the embeddings belongs to photo i; a photo is called as the list of pairs calls it. */
  readonly photos: readonly LabelledPhoto[];
  readonly pairs: readonly VerificationPair[];
  /** Who is on the photos, by name; undefined where nobody says so. */
  readonly people?: readonly string[];
  readonly crop: { readonly name: string; readonly version: number; readonly imageSizePx: number };
  /** Changes whenever the crops do. */
  readonly contentKey: string;
  readonly stamp: SetStamp;
}
