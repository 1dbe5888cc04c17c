import { join } from 'node:path';
import {
  type DigitsRunSummary,
  digitsRunSummarySchema,
  type RunDirectory,
  type RunSummary,
  readJson,
  writeFileAtomic,
} from '@arcface-ts/core';
import { pngFromSvg } from '@arcface-ts/data';
import { classAngles } from '@arcface-ts/eval';
import * as tf from '@tensorflow/tfjs-core';
import { loadWeights } from './checkpoint.js';
import { type ClassifiedDigits, classifyDigits } from './classify-digits.js';
import { drawDigitChart } from './digit-chart.js';
import { type LabelledDigits, openDigitData } from './digit-data.js';
import { eagerEmbedding } from './embedding/eager-embedding.js';
import { type TrainRunOptions, trainRun } from './train-run.js';
import type { StepParts } from './train-step.js';
import { disposeState } from './training-state.js';

export interface TrainDigitsOptions extends TrainRunOptions {
  /** Folder in which `data:mnist` left what it found. */
  readonly cacheFolder: string;
}

/**
 * Trains a model on digits as the config says. Epochs are judged by digits of the training's that it does not see; those of the test
 * are looked at once, with the best epoch's weights. A run that was interrupted has no such figures.
 */
export async function trainDigits(options: TrainDigitsOptions): Promise<RunSummary | DigitsRunSummary> {
  const { run, say } = options;
  const data = await openDigitData(options.cacheFolder, options.config);
  const summary = await trainRun(
    options,
    {
      ...data,
      async judge(trainer, { head }) {
        const state = await trainer.state();
        const scoring = { head, parameters: state.parameters };
        const { accuracy, anglesDeg } = await classifyDigits(trainer.embed, scoring, data.validation);
        disposeState(state);
        return {
          validation: { value: accuracy, figures: { accuracy } },
          text: `validation accuracy ${(100 * accuracy).toFixed(2)} %`,
          distributions: { angle_to_own_centre_deg: anglesDeg },
        };
      },
    },
    async parts => {
      const classified = await classifyWithWeights(run.bestFolder, parts, data.test);
      const { accuracy, embeddings } = classified;
      return {
        testAccuracy: accuracy,
        testImages: data.test.labels.length,
        ...classAngles(embeddings, data.test.labels),
        pictures: embeddings.dimension === 2 ? [await draw(run, classified, data.test)] : [],
      };
    },
  );
  if (summary.stoppedBy === 'interrupt') return summary;
  const whole = await readJson(run.summaryFile, digitsRunSummarySchema);
  say(describe(whole));
  return whole;
}

async function classifyWithWeights(
  checkpoint: string,
  { model, head }: Pick<StepParts, 'model' | 'head'>,
  digits: LabelledDigits,
): Promise<ClassifiedDigits> {
  const { parameters } = await loadWeights(checkpoint);
  try {
    return await classifyDigits(eagerEmbedding(model, parameters), { head, parameters }, digits);
  } finally {
    tf.dispose(parameters);
  }
}

const chartFile = 'embeddings.png';

/** Returns the name of the picture in the run's folder. */
async function draw(
  run: RunDirectory,
  { embeddings, accuracy }: ClassifiedDigits,
  { labels }: LabelledDigits,
): Promise<string> {
  const title = `${run.name}: ${labels.length} digits of the test, ${(100 * accuracy).toFixed(2)} % right`;
  const svg = await drawDigitChart(embeddings, labels, title);
  await writeFileAtomic(join(run.path, chartFile), await pngFromSvg(svg, { zoom: 1.5 }));
  return chartFile;
}

function describe(summary: DigitsRunSummary): string {
  const { testAccuracy, testImages, withinClassAngleDeg, minBetweenCentreAngleDeg } = summary;
  return `test accuracy ${(100 * testAccuracy).toFixed(2)} % of ${testImages} digits; ${withinClassAngleDeg.toFixed(2)}° from the mean direction of their class, classes ${minBetweenCentreAngleDeg.toFixed(2)}° apart or more`;
}
