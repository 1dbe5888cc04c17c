import { join } from 'node:path';
import { runCommand } from '@arcface-ts/core';
import {
  boxFrame,
  createLoader,
  hasCrop,
  type LabelledPhoto,
  type LoaderOptions,
  type Manifest,
  placeOfCrops,
  readManifest,
} from '@arcface-ts/data';
import { Command, Option } from 'commander';
import { answerTurns } from '../answer-turns.js';
import { augmentations, type Change, changes, seenPx } from './augmentations.js';
import { writeDelivery } from './delivery.js';

interface LoaderFlags {
  readonly cache: string;
  readonly source: 'crops' | 'photos';
  readonly change: Change;
  readonly batch: number;
  readonly workers: number;
  readonly epochs: number;
  readonly check: string;
}

/** The crops of a set, or the middle squares of its photos. */
function photosOf(cache: string, { summary, photos }: Manifest, source: LoaderFlags['source']): LabelledPhoto[] {
  const placeOfCrop = placeOfCrops(cache, summary);
  return photos.filter(hasCrop).map((record, label) => {
    const { path, sizePx } = record;
    if (source === 'crops' || sizePx === null) return { path, label, ...placeOfCrop(record) };
    const [width, height] = sizePx;
    const side = Math.min(width, height);
    const [left, top] = [Math.floor((width - side) / 2) / width, Math.floor((height - side) / 2) / height];
    const frame = boxFrame({ left, top, width: side / width, height: side / height });
    return { path, label, image: { path: join(summary.root, path) }, frame };
  });
}

async function firstImage(options: LoaderOptions): Promise<Uint8Array> {
  const loader = createLoader({ ...options, order: 'sequential' });
  try {
    for await (const { images } of loader.batches(0)) return images.slice(0, seenPx ** 2 * 3);
    return new Uint8Array();
  } finally {
    await loader.close();
  }
}

const command = new Command('our-loader')
  .description('Time our loader, turn by turn: see bench/data/README.md.')
  .requiredOption('--cache <dir>', 'cache of a prepared set celeba')
  .addOption(new Option('--source <what>', 'what is decoded').choices(['crops', 'photos']).makeOptionMandatory())
  .addOption(new Option('--change <what>', 'what happens at random').choices(changes).makeOptionMandatory())
  .requiredOption('--batch <n>', 'photos a batch', Number)
  .requiredOption('--workers <n>', 'decoding threads', Number)
  .requiredOption('--epochs <n>', 'epochs a turn', Number)
  .requiredOption('--check <file>', 'file for the number of photos and the first image')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ cache, source, change, batch: batchSize, workers: threads, epochs, check }: LoaderFlags) => {
    const photos = photosOf(cache, await readManifest(cache, 'celeba'), source);
    const shared = { photos, batchSize, threads, imageSizePx: seenPx, seed: 1 };
    // A photo has no margin to be shifted in: it is mirrored alone.
    const augmentation = { ...augmentations[change], ...(source === 'photos' && { shift: 0 }) };
    const loader = createLoader({ ...shared, augmentation });
    let epoch = 0;
    const turn = async (): Promise<number> => {
      let loaded = 0;
      for (const last = epoch + epochs; epoch < last; epoch++) {
        for await (const batch of loader.batches(epoch)) {
          loaded += batch.size;
          batch.release();
        }
      }
      return loaded;
    };
    await writeDelivery(check, { photos: await turn(), sidePx: seenPx, image: await firstImage(shared) });
    await answerTurns(async () => void (await turn()));
    await loader.close();
  });

await runCommand(command);
