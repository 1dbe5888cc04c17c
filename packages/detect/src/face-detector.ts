import type { SessionOptions } from '@arcface-ts/graph';
import type { Face } from './face.js';

/** Which face of a photo is meant: the one nearest to its middle, as in LFW, or the largest. */
export type Choice = 'central' | 'largest';

/** Finds the face of each photo of a batch, and its five points. */
export interface FaceDetector {
  /** What it is, with its version: part of what an aligned photo was made by. */
  readonly name: string;
  readonly batchSize: number;
  /** Side of the photos. */
  readonly imageSizePx: number;
  /**
   * @param images [batchSize, imageSizePx, imageSizePx, 3] uint8 RGB; read in place until the promise settles
   * @param options.count of the photos that are there, from the first on
   * @returns for each of them its face, or undefined where none was found
   */
  detect(images: Uint8Array, options: { count: number; choice: Choice }): Promise<(Face | undefined)[]>;
  dispose(): void;
}

/** A detector whose name is known before it is made, which takes TensorFlow and seconds. */
export interface NamedDetector {
  readonly name: string;
  /** Whether its faces have a mesh. */
  readonly findsMesh: boolean;
  /** Makes it; TensorFlow must have been started. */
  start(options: { readonly batchSize: number; readonly session?: SessionOptions }): Promise<FaceDetector>;
}
