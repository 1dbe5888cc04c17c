import { runCommand } from '@arcface-ts/core';
import { openFaceData, resolveConfig } from '@arcface-ts/train';
import { Command } from 'commander';

const command = new Command('our-start')
  .description('Time how a training opens its data, once, and print it as JSON.')
  .requiredOption('--cache <dir>', 'cache of a prepared set celeba')
  .requiredOption('--workers <n>', 'decoding threads', Number)
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ cache, workers: threads }: { cache: string; workers: number }) => {
    const config = await resolveConfig('face');
    const startMs = performance.now();
    const data = await openFaceData(cache, config, { threads });
    const openedMs = performance.now();
    let batchMs = 0;
    for await (const batch of data.training.batches(0)) {
      batchMs = performance.now();
      batch.release();
      break;
    }
    await data.close();
    const seconds = { opened: (openedMs - startMs) / 1000, firstBatch: (batchMs - startMs) / 1000 };
    process.stdout.write(JSON.stringify({ photos: data.trainingPhotos, seconds }));
  });

await runCommand(command);
