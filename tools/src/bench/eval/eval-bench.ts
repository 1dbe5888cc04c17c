/** What every row of the suite is measured with. */
export interface EvalBench {
  /** Folder with one folder a data set; by default the environment's or the repository's. */
  readonly data: string | undefined;
  /** Most photos that a turn embeds. */
  readonly photos: number;
  /** Measured turns of each side. */
  readonly rounds: number;
  readonly say: (line: string) => void;
  /** A Python with torch, onnx and onnxruntime, found or made when it is first asked for: not every row needs one. */
  python(): Promise<string>;
}
