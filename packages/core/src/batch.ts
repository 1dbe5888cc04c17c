/** One training or evaluation batch, as the decoders left it in shared memory. */
export interface Batch {
  /** [size, height, width, 3] RGB, row-major. Valid until `release` is called. */
  readonly images: Uint8Array;
  /** [size] class of each image. */
  readonly labels: Int32Array;
  /** [size] path of each image, for error messages and sample sheets. */
  readonly records: readonly string[];
  readonly size: number;
  /** Gives the memory back to the loader; call it when the step has copied or consumed the images. */
  release(): void;
}

/** Where batches come from. A source is a function of (epoch, step): it can start anywhere and repeats itself exactly. */
export interface BatchSource {
  readonly imageSizePx: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  /** The batches of an epoch from a step on, in order. Leaving the loop early stops the decoding. */
  batches(epoch: number, fromStep?: number): AsyncIterable<Batch>;
  close(): Promise<void>;
}
