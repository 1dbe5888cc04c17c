import { RandomStream, runCommand } from '@arcface-ts/core';
import { evaluateVerification } from '@arcface-ts/eval';
import { Command } from 'commander';
import { answerTurns } from '../answer-turns.js';
import { drawnEmbeddings, drawnPairs } from './drawn-faces.js';

/** The photos, people and pairs of LFW's list. */
const size = { photos: 7701, people: 4281, dimension: 128 } as const;
const list = { folds: 10, pairsPerKind: 300 } as const;

const command = new Command('our-metrics')
  .description('Time all figures of verification, turn by turn: see bench/eval/README.md.')
  .requiredOption('--resamples <n>', 'resamples of the bootstrap', Number)
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ resamples }: { resamples: number }) => {
    const embeddings = drawnEmbeddings(size, RandomStream.fromSeed(1));
    const pairs = drawnPairs(size, list, RandomStream.fromSeed(2));
    await answerTurns(async () => void evaluateVerification(embeddings, pairs, { resamples }));
  });

await runCommand(command);
