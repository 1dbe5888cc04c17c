import { join } from 'node:path';
import type { BenchRow } from '@arcface-ts/core';
import { findPython } from '../../python/python-environment.js';
import { benchFaces } from './bench-faces.js';
import { dataFolder, runPython } from './decode-programs.js';
import type { DecodeRows } from './decode-rows.js';

export interface DecodeSuiteOptions {
  readonly rows: readonly DecodeRows[];
  /** Folder with one folder a data set. */
  readonly data: string | undefined;
  /** Most photos that a turn reads. */
  readonly photos: number;
  readonly rounds: number;
}

/** The way of a photo to the trainer, against what Python users have, with two threads or processes on each side. */
export async function* decodeSuite(options: DecodeSuiteOptions, say: (line: string) => void): AsyncGenerator<BenchRow> {
  const { rows, data, photos, rounds } = options;
  const python = await findPython(
    {
      title: 'PyTorch, PIL and OpenCV',
      module: 'torch, PIL, cv2',
      variable: 'DATA_PYTHON',
      place: 'tools:bench',
      folder: join(dataFolder, '.venv'),
      requirements: join(dataFolder, 'requirements.txt'),
    },
    say,
  );
  const saveCrops = (raw: string, out: string) => runPython(python, 'save_crops', { raw, out });
  const faces = await benchFaces({ data, photos, saveCrops }, say);
  for (const { measure } of rows) for await (const row of measure({ faces, python, rounds, say })) yield row;
}
