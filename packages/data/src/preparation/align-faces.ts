import { type DataSummary, UsageError } from '@arcface-ts/core';
import { type Choice, type FaceDetector, type NamedDetector, namedDetector, startTensorflow } from '@arcface-ts/detect';
import { type CropSpecification, cropOf, defaultCrop } from '../alignment/crop-specification.js';
import { DecodePool } from '../decoding/decode-pool.js';
import type { CropEncoding } from '../shards/example.js';
import { alignSet } from './align-set.js';
import { isAbsent, readPhotoList } from './photo-list.js';
import { lockSet } from './set-files.js';

export interface AlignFacesOptions {
  readonly cacheFolder: string;
  /** One that is not there is passed over unless it is the only one. */
  readonly sets: readonly string[];
  /** What finds faces: `human`, the default, or the path of an .onnx file of YuNet. */
  readonly detector?: string | undefined;
  /** By default aligned-112. */
  readonly crop?: string | undefined;
  /** By default raw. */
  readonly encoding?: CropEncoding | undefined;
  /** Which of several faces on a photo is meant; by default what is usual for the set. */
  readonly choice?: Choice | undefined;
  /** Decoding threads. */
  readonly threads?: number | undefined;
  readonly device?: 'auto' | 'cpu' | 'gpu' | undefined;
  readonly gpu?: number | undefined;
  /** Gets a line for people. */
  readonly report?: (line: string) => void;
  readonly onProgress?: (set: string, done: number, total: number) => void;
  readonly onSummary?: (summary: DataSummary) => void;
}

/** Photos that the detector sees at once: with more, what its layers leave for each other outgrows the processor's caches. */
const detectorBatch = 8;

/** Aligns the sets that `listFaces` listed, one after the other: see `alignSet`. */
export async function alignFaces(options: AlignFacesOptions): Promise<Partial<Record<string, DataSummary>>> {
  const { cacheFolder, sets, crop = defaultCrop, encoding = 'raw', threads, report = () => undefined } = options;
  const specification = cropOf(crop);
  const named = await namedDetector(options.detector);
  checkRelief(specification, named);
  const detector = lateDetector(named, options);
  const pool = new DecodePool(threads === undefined ? {} : { threads });
  const summaries: Partial<Record<string, DataSummary>> = {};
  try {
    for (const set of sets) {
      if (sets.length > 1 && isAbsent(cacheFolder, set)) continue;
      // Whoever waited for another process finds what that one made.
      await using _ = await lockSet(cacheFolder, set, report);
      const summary = await alignSet(await readPhotoList(cacheFolder, set), {
        cacheFolder,
        crop: specification,
        encoding,
        pool,
        detector,
        choice: options.choice,
        report,
        onProgress: (done, total) => options.onProgress?.(set, done, total),
      });
      summaries[set] = summary;
      options.onSummary?.(summary);
    }
    return summaries;
  } finally {
    detector.dispose();
    await pool.close();
  }
}

function checkRelief({ name, frontal }: CropSpecification, detector: NamedDetector): void {
  if (!frontal || detector.findsMesh) return;
  throw UsageError.because({
    expected: `a detector that finds the relief of a face, for the crop ${name}`,
    received: detector.name,
    place: '--detector',
    next: 'Leave --detector out, or take an aligned crop.',
  });
}

interface LateDetector {
  readonly name: string;
  start(): Promise<FaceDetector>;
  dispose(): void;
}

/** A detector that starts when it is first asked for: TensorFlow takes seconds to load, and often no face has to be found. */
function lateDetector({ name, start }: NamedDetector, { device, gpu, report }: AlignFacesOptions): LateDetector {
  let started: Promise<FaceDetector> | undefined;
  let detector: FaceDetector | undefined;
  async function load(): Promise<FaceDetector> {
    startTensorflow({ device, gpu, onFallback: report });
    detector = await start({ batchSize: detectorBatch });
    return detector;
  }
  return {
    name,
    start() {
      started ??= load();
      return started;
    },
    dispose: () => detector?.dispose(),
  };
}
