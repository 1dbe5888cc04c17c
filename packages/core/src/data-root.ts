import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DataError } from './errors.js';

/** Where the data sets are, and who said so. */
export interface DataRoot {
  readonly path: string;
  readonly from: '--data' | 'ARCFACE_DATA' | 'datasets/';
}

/** `--data=DIR`, else the environment's ARCFACE_DATA, else `datasets/` of the workspace. A named folder must exist. */
export function findDataRoot(options: {
  data?: string | undefined;
  environment?: NodeJS.ProcessEnv;
  workspace: string;
}): DataRoot {
  const { data, environment = process.env, workspace } = options;
  const named: DataRoot | undefined = data
    ? { path: resolve(workspace, data), from: '--data' }
    : environment['ARCFACE_DATA']
      ? { path: resolve(workspace, environment['ARCFACE_DATA']), from: 'ARCFACE_DATA' }
      : undefined;
  const exists = named !== undefined && existsSync(named.path);
  if (named && !(exists && statSync(named.path).isDirectory())) {
    throw DataError.because({
      expected: 'a folder with one folder a data set (celeba/, lfw/, …)',
      received: `${named.path}, which ${exists ? 'is a file' : 'does not exist'}`,
      place: named.from,
      next: 'Name an existing folder, or leave it out to train on procedural faces.',
    });
  }
  return named ?? { path: join(workspace, 'datasets'), from: 'datasets/' };
}
