import type { BenchFaces } from './bench-faces.js';

/** What every row of the suite is measured with. */
export interface DecodeBench {
  readonly faces: BenchFaces;
  /** A Python with torch, PIL and OpenCV. */
  readonly python: string;
  /** Measured turns of each side. */
  readonly rounds: number;
  readonly say: (line: string) => void;
}
