import { RandomStream, runCommand } from '@arcface-ts/core';
import { allPairsRoc } from '@arcface-ts/eval';
import { Command } from 'commander';
import { drawnEmbeddings } from './drawn-faces.js';

/** All photos and people of LFW. */
const size = { photos: 13_233, people: 5749, dimension: 128 } as const;

const command = new Command('our-all-pairs')
  .description('Time the ROC of all pairs of photos, once, and print it as JSON: see bench/eval/README.md.')
  .allowExcessArguments(false)
  .exitOverride()
  .action(() => {
    const embeddings = drawnEmbeddings(size, RandomStream.fromSeed(1));
    const labels = Int32Array.from({ length: size.photos }, (_, photo) => photo % size.people);
    const startMs = performance.now();
    const { pairs } = allPairsRoc(embeddings, labels);
    const seconds = (performance.now() - startMs) / 1000;
    const peakRssMiB = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(JSON.stringify({ photos: size.photos, pairs, seconds, peakRssMiB }));
  });

await runCommand(command);
