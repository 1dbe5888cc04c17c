import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { DataError, type RunDirectory, readJson, type ThresholdCard, thresholdCardSchema } from '@arcface-ts/core';
import { readManifest } from '@arcface-ts/data';
import { sliceFigures } from '@arcface-ts/eval';
import { countParameters } from '@arcface-ts/models';
import { type loadWeights, modelOf } from '@arcface-ts/train';
import { lfwName, openLfw } from '../evaluation/open-lfw.js';
import { type CardFacts, chosenThreshold } from './card-facts.js';
import { type CardPicture, drawPictures } from './draw-pictures.js';
import { readJudgedSet } from './judged-set.js';
import { pairTraits } from './pair-traits.js';
import { photoTraits } from './photo-traits.js';
import { readTrainingLog } from './training-log.js';

/** Reads all that a card says, measures the photos, and draws the pictures. Throws a DataError where an evaluation is missing or of other weights. */
export async function readFacts(
  run: RunDirectory,
  { record, sha256 }: Pick<Awaited<ReturnType<typeof loadWeights>>, 'record' | 'sha256'>,
  { path, workspace, threads }: { path: string; workspace: string; threads?: number | undefined },
): Promise<{ facts: CardFacts; pictures: CardPicture[] }> {
  const cacheFolder = join(workspace, '.cache', 'data');
  const set = await openLfw({ cacheFolder });
  const shown = relative(workspace, path);
  const judged = await readJudgedSet(run, set, { checkpointSha256: sha256, path: shown });
  const thresholds = await readThresholds(path);
  const card = thresholds.get(set.name);
  if (card === undefined) {
    throw DataError.because({
      expected: `thresholds of ${set.name}`,
      received: thresholds.size === 0 ? 'none' : [...thresholds.keys()].join(', '),
      place: join(path, 'thresholds'),
      next: `Run \`nx run eval:${set.name} --name=${run.name} --checkpoint=${shown} --crop=${set.crop.name}\`.`,
    });
  }
  const manifest = await readManifest(cacheFolder, set.name);
  const landmarks = new Map(manifest.photos.map(photo => [lfwName(photo.path), photo.landmarks]));
  const traits = await photoTraits(
    set.photos,
    set.photos.map(photo => landmarks.get(photo.path) ?? null),
    { sidePx: set.crop.imageSizePx, threads },
  );
  const threshold = chosenThreshold(card);
  const slices = sliceFigures(
    {
      pairs: set.pairs,
      distances: judged.distances,
      foldThresholds: judged.result.thresholds,
      threshold: threshold.point.squaredDistance,
    },
    pairTraits(traits, set.pairs),
  );
  const training = await readTrainingLog(path, record);
  const pictures = await drawPictures(
    judged,
    set.pairs.map(({ same }) => same),
    training,
  );
  const model = modelOf(record.config);
  const { mtime } = await stat(join(path, 'checkpoint.json'));
  return {
    facts: {
      run: run.name,
      weights: {
        path: shown,
        date: mtime.toISOString().slice(0, 10),
        sha256,
        record,
        parameters: countParameters(model.parameters),
        embeddingSize: model.embeddingSize,
      },
      training,
      result: judged.result,
      thresholds,
      threshold,
      slices,
      pictures,
    },
    pictures,
  };
}

/** The cards that evaluations left beside the weights, by set. */
async function readThresholds(checkpoint: string): Promise<Map<string, ThresholdCard>> {
  const folder = join(checkpoint, 'thresholds');
  const files = (await readdir(folder).catch(() => [])).filter(file => file.endsWith('.json')).sort();
  const cards = files.map(async file => {
    return [basename(file, '.json'), await readJson(join(folder, file), thresholdCardSchema)] as const;
  });
  return new Map(await Promise.all(cards));
}
