import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type PipelineOptions, RunDirectory, writeFileAtomic, writeJsonAtomic } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { disposeParameters } from '@arcface-ts/models';
import { loadWeights, saveWeights } from '@arcface-ts/train';
import { modelCard } from './model-card.js';
import { readFacts } from './read-facts.js';

export interface CardOptions {
  readonly workspace: string;
  readonly options: PipelineOptions;
  readonly say: (line: string) => void;
}

/**
 * Writes `runs/<run>/model/`: the weights that an evaluation judged, as a checkpoint, their thresholds, pictures, and last of all the card,
 * README.md, so that a folder with a card is whole. Says where it is.
 *
 * @returns the path of the card
 */
export async function writeCard({ workspace, options, say }: CardOptions): Promise<string> {
  const run = RunDirectory.at(join(workspace, 'runs'), options.name ?? 'face');
  await using _ = await run.lock(say);
  const path = options.checkpoint ?? run.bestFolder;
  startTensorflow({ device: 'cpu' }); // Nothing is computed: weights are read and written.
  const weights = await loadWeights(path);
  try {
    // All is read before anything is written: the weights may be those of an earlier card.
    const { facts, pictures } = await readFacts(run, weights, { path, workspace, threads: options.workers });
    const folder = join(run.path, 'model');
    await mkdir(run.path, { recursive: true });
    await saveWeights(folder, weights.record, weights.parameters);
    for (const [set, card] of facts.thresholds) await writeJsonAtomic(join(folder, 'thresholds', `${set}.json`), card);
    for (const { file, svg } of pictures) await writeFileAtomic(join(folder, file), svg);
    const card = join(folder, 'README.md');
    await writeFileAtomic(card, modelCard(facts));
    if (facts.weights.record.dataset === 'procedural') say('PROCEDURAL FACES: this is no model of faces');
    say(
      `eval:card · ${facts.weights.record.config.model.name} from ${relative(workspace, path)} · ${relative(workspace, card)}`,
    );
    return card;
  } finally {
    disposeParameters(weights.parameters);
  }
}
