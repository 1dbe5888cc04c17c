import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runCommand } from '@arcface-ts/core';
import {
  createLoader,
  cropOf,
  defaultCrop,
  hasCrop,
  placeOfCrops,
  prepareFaces,
  readManifest,
  storedSidePx,
  wholePhoto,
} from '@arcface-ts/data';
import { Command, Option } from 'commander';
import { answerTurns } from '../answer-turns.js';
import { writeDelivery } from './delivery.js';

interface CropsFlags {
  readonly root: string;
  readonly out: string;
  readonly encoding: 'raw' | 'jpeg';
  readonly workers: number;
  readonly check: string;
}

/** The first crop as it is stored. */
async function firstCrop(cache: string, sizePx: number): Promise<Uint8Array> {
  const { summary, photos } = await readManifest(cache, 'celeba');
  const placeOf = placeOfCrops(cache, summary);
  const first = photos.filter(hasCrop).slice(0, 1);
  const loader = createLoader({
    photos: first.map(record => ({ path: record.path, label: 0, image: placeOf(record).image, frame: wholePhoto })),
    imageSizePx: sizePx,
    batchSize: 1,
    threads: 1,
    seed: 1,
    order: 'sequential',
  });
  try {
    for await (const { images } of loader.batches(0)) return images.slice();
    return new Uint8Array();
  } finally {
    await loader.close();
  }
}

const command = new Command('our-crops')
  .description('Time data:faces on a set with landmarks, turn by turn: see bench/data/README.md.')
  .requiredOption('--root <dir>', 'data root with the set celeba')
  .requiredOption('--out <dir>', 'cache for the crops, emptied before each turn')
  .addOption(new Option('--encoding <kind>', 'how they are stored').choices(['raw', 'jpeg']).makeOptionMandatory())
  .requiredOption('--workers <n>', 'decoding threads', Number)
  .requiredOption('--check <file>', 'file for the number of photos and the first crop')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ root, out, encoding, workers: threads, check }: CropsFlags) => {
    const turn = async (): Promise<number> => {
      await rm(out, { recursive: true, force: true });
      const options = { workspace: dirname(root), cacheFolder: out, data: root, set: 'celeba' };
      const { summaries } = await prepareFaces({ ...options, encoding, threads });
      return summaries['celeba']?.aligned ?? 0;
    };
    const photos = await turn();
    const sidePx = storedSidePx(cropOf(defaultCrop));
    await writeDelivery(check, { photos, sidePx, image: await firstCrop(out, sidePx) });
    await answerTurns(async () => void (await turn()));
  });

await runCommand(command);
