import { createHash } from 'node:crypto';
import type { PipelineOptions, ProgressDisplay, progressDisplay } from '@arcface-ts/core';
import { type PreparePhotosOptions, preparePhotos } from '@arcface-ts/data';
import { cropsOfManifest } from './crops-of-manifest.js';

/** Where the stages before the embeddings find and leave their files, and how they do their work. */
export interface OpeningOptions extends Pick<PipelineOptions, 'workers' | 'device' | 'gpu' | 'detector' | 'face'> {
  readonly cacheFolder: string;
  /** What the crops shall look like, as the weights want it. */
  readonly crop: string;
  readonly say: (line: string) => void;
  /** Shows how far a long stage is; without it nothing does. */
  readonly display?: typeof progressDisplay | undefined;
}

/**
 * Finds and cuts the faces of listed photos, into a folder of the cache that belongs to this list, this folder of photos and
 * this choice of faces: once, as long as the photos stay as they are.
 *
 * @param list its name and the folder that the photos' paths start from
 */
export async function cropListed(
  photos: readonly { readonly path: string; readonly identity: string }[],
  list: { readonly name: string; readonly root: string },
  options: OpeningOptions,
) {
  const { cacheFolder, crop, detector, workers, device, gpu, face = 'largest', say, display } = options;
  const key = createHash('sha256')
    .update(JSON.stringify([list.root, face]))
    .digest('hex');
  let shown: ProgressDisplay | undefined;
  const prepare: PreparePhotosOptions = {
    set: `${list.name}-${key.slice(0, 8)}`,
    dataset: list.name,
    root: list.root,
    cacheFolder,
    crop,
    detector,
    choice: face,
    threads: workers,
    device,
    gpu,
    report: say,
    onProgress: (_, done, total) => {
      shown ??= display?.(total);
      shown?.update(done, 'finding faces');
    },
  };
  const manifest = await preparePhotos(photos, prepare).finally(() => shown?.stop());
  return cropsOfManifest(
    manifest,
    photos.map(({ path }) => path),
    { cacheFolder },
  );
}
