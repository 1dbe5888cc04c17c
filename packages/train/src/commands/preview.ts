import { join, relative } from 'node:path';
import { type PipelineOptions, pipelineCommand, runCommand, writeFileAtomic } from '@arcface-ts/core';
import {
  contactSheet,
  createLoader,
  hasCrop,
  type LabelledPhoto,
  type LoaderOptions,
  placeOfCrops,
  readManifest,
} from '@arcface-ts/data';
import { resolveConfig } from '../resolve-config.js';

const columns = 12;
const count = 96;

const command = pipelineCommand(
  'data:preview',
  'Draw a sheet of the crops of a set, and one of a batch of them as the trainer sees it.',
  ['data', 'set', 'config', 'crop', 'seed'],
).action(async (options: PipelineOptions) => {
  const { set = 'celeba' } = options;
  const cacheFolder = join(process.cwd(), '.cache', 'data');
  const { summary, photos } = await readManifest(cacheFolder, set);
  const config = await resolveConfig(options.config ?? 'face', options);
  const place = placeOfCrops(cacheFolder, summary);
  const cropped = photos.filter(hasCrop).map(record => ({ path: record.path, label: 0, ...place(record) }));
  const common = {
    imageSizePx: summary.crop.imageSizePx,
    batchSize: Math.min(count, cropped.length),
    seed: config.seed,
  };
  const sheets: Record<string, LoaderOptions> = {
    crops: { ...common, photos: spread(cropped, common.batchSize), order: 'sequential' },
    batch: { ...common, photos: cropped, augmentation: config.augmentation },
  };
  for (const [name, loading] of Object.entries(sheets)) {
    const file = join(cacheFolder, set, `${name}.png`);
    await writeFileAtomic(file, await sheetOf(loading));
    process.stdout.write(`${relative(process.cwd(), file)}\n`);
  }
});

/** As many as wanted, at even distances over the set. */
function spread(photos: readonly LabelledPhoto[], wanted: number): LabelledPhoto[] {
  return Array.from(
    { length: wanted },
    (_, index) => photos[Math.floor((index * photos.length) / wanted)] as LabelledPhoto,
  );
}

/** The first batch, side by side. */
async function sheetOf(options: LoaderOptions): Promise<Uint8Array> {
  const loader = createLoader(options);
  try {
    for await (const { images, size } of loader.batches(0)) {
      return (await contactSheet(images, { count: size, sidePx: options.imageSizePx, columns })).png;
    }
    throw new Error('a loader that was made has a batch');
  } finally {
    await loader.close();
  }
}

await runCommand(command);
