import { runCommand } from '@arcface-ts/core';
import { createLoader, hasCrop, placeOfCrops, readManifest } from '@arcface-ts/data';
import { Command } from 'commander';
import { augmentations, seenPx } from './augmentations.js';

interface MemoryFlags {
  readonly cache: string;
  readonly batch: number;
  readonly workers: number;
  readonly first: number;
  readonly last: number;
}

const command = new Command('our-memory')
  .description(
    'Load crops in epochs and print the resident memory, in MiB, after the first and after the last photos, as JSON.',
  )
  .requiredOption('--cache <dir>', 'cache of a prepared set celeba')
  .requiredOption('--batch <n>', 'photos a batch', Number)
  .requiredOption('--workers <n>', 'decoding threads', Number)
  .requiredOption('--first <n>', 'photos before memory is first looked at', Number)
  .requiredOption('--last <n>', 'photos before it is looked at again', Number)
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ cache, batch: batchSize, workers: threads, first, last }: MemoryFlags) => {
    const { summary, photos } = await readManifest(cache, 'celeba');
    const placeOf = placeOfCrops(cache, summary);
    const loader = createLoader({
      photos: photos.filter(hasCrop).map((record, label) => ({ path: record.path, label, ...placeOf(record) })),
      imageSizePx: seenPx,
      batchSize,
      threads,
      seed: 1,
      augmentation: augmentations.crop,
    });
    const rssMiB: number[] = [];
    let loaded = 0;
    for (let epoch = 0; loaded < last; epoch++) {
      for await (const batch of loader.batches(epoch)) {
        loaded += batch.size;
        batch.release();
        if (loaded >= first && rssMiB.length === 0) rssMiB.push(process.memoryUsage.rss() / 2 ** 20);
        if (loaded >= last) break;
      }
    }
    rssMiB.push(process.memoryUsage.rss() / 2 ** 20);
    await loader.close();
    process.stdout.write(JSON.stringify({ loaded, rssMiB }));
  });

await runCommand(command);
