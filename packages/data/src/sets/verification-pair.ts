/** Two photos of a verification set, and whether they show the same person. */
export interface VerificationPair {
  /** Indices into the set's photos. */
  readonly first: number;
  readonly second: number;
  readonly same: boolean;
  /** From 0. */
  readonly fold: number;
  /** Indices into the set's identities, for statistics that resample people. */
  readonly firstIdentity: number;
  readonly secondIdentity: number;
}

/** Photos to embed once each, and the pairs among them. */
export interface VerificationSet {
  readonly photos: readonly { readonly path: string; readonly identity: string }[];
  readonly identities: readonly string[];
  readonly pairs: readonly VerificationPair[];
  readonly folds: number;
}
