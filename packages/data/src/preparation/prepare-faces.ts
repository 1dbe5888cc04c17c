import type { DataSummary } from '@arcface-ts/core';
import type { FacesSource, FindFacesOptions } from '../sets/faces-source.js';
import { type AlignFacesOptions, alignFaces } from './align-faces.js';
import { listFaces } from './list-faces.js';

export interface PreparedFaces extends FacesSource {
  /** A set that the root does not have is missing here: whoever needs it raises the error. */
  readonly summaries: Readonly<Partial<Record<string, DataSummary>>>;
}

/** Lists the faces to train and to verify on, and aligns them: what `data:photos` and `data:faces` do one after the other. */
export async function prepareFaces(
  options: FindFacesOptions & Omit<AlignFacesOptions, 'sets'>,
): Promise<PreparedFaces> {
  const source = await listFaces(options);
  return { ...source, summaries: await alignFaces({ ...options, sets: Object.keys(source.summaries) }) };
}
