import { type DigitsRunSummary, digitsRunSummarySchema, type RunSummary, readJson } from '@arcface-ts/core';
import { classAngles, meanCosine } from '@arcface-ts/eval';
import * as tf from '@tensorflow/tfjs-core';
import { loadWeights } from '../checkpoint/checkpoint.js';
import { eagerEmbedding } from '../embedding/eager-embedding.js';
import { type TrainRunOptions, trainRun } from '../run/train-run.js';
import { modelOf } from '../step/assemble-step.js';
import type { StepParts } from '../step/train-step.js';
import { disposeState } from '../step/training-state.js';
import { judgedWeights } from '../step/weight-average.js';
import type { Trainer } from '../trainer/trainer.js';
import { type ClassifiedDigits, classifyDigits } from './classify-digits.js';
import { type LabelledDigits, openDigitData } from './digit-data.js';
import {
  type DigitFigures,
  describeFigures,
  digitPicture,
  embeddingsPicture,
  writeDigitPictures,
} from './digit-pictures.js';

export interface TrainDigitsOptions extends TrainRunOptions {
  /** Folder in which `data:mnist` left what it found. */
  readonly cacheFolder: string;
}

/**
 * Trains a model on digits as the config says. Epochs are judged by digits of the training's that it does not see; those of the test
 * are looked at once, with the best epoch's weights. A run that was interrupted has no such figures. Embeddings of two dimensions are
 * drawn after each epoch and at the end.
 */
export async function trainDigits(options: TrainDigitsOptions): Promise<RunSummary | DigitsRunSummary> {
  const { run, say } = options;
  const data = await openDigitData(options.cacheFolder, options.config);
  const drawn = modelOf(options.config).embeddingSize === 2;
  const summary = await trainRun(
    options,
    {
      ...data,
      async judge(trainer, { head }, epoch) {
        const classified = await classifyWithTrainer(trainer, head, data.validation);
        const figures = figuresOf(classified, data.validation);
        const picture = async () =>
          digitPicture(classified, data.validation, {
            title: `${run.name}, epoch ${epoch}`,
            what: 'digits held out of training',
            figures,
          });
        return {
          validation: { value: figures.accuracy, figures: { ...figures } },
          meanCosine: meanCosine(classified.embeddings),
          text: `validation: ${describeFigures(figures)}`,
          distributions: { angle_to_own_centre_deg: classified.anglesDeg },
          pictures: drawn ? { [embeddingsPicture]: await picture() } : {},
        };
      },
    },
    async (parts, { epochs }) => {
      const classified = await classifyWithWeights(run.bestFolder, parts, data.test);
      const figures = figuresOf(classified, data.test);
      const picture = async () =>
        digitPicture(classified, data.test, { title: run.name, what: 'digits of the test', figures });
      const { accuracy: testAccuracy, ...angles } = figures;
      return {
        testAccuracy,
        testImages: data.test.labels.length,
        ...angles,
        pictures: drawn ? await writeDigitPictures(run, await picture(), epochs) : [],
      };
    },
  );
  if (summary.stoppedBy === 'interrupt') return summary;
  const whole = await readJson(run.summaryFile, digitsRunSummarySchema);
  say(`test: ${whole.testImages} digits, ${describeFigures({ ...whole, accuracy: whole.testAccuracy })}`);
  return whole;
}

function figuresOf({ accuracy, embeddings }: ClassifiedDigits, { labels }: LabelledDigits): DigitFigures {
  return { accuracy, ...classAngles(embeddings, labels) };
}

async function classifyWithTrainer(
  trainer: Trainer,
  head: StepParts['head'],
  digits: LabelledDigits,
): Promise<ClassifiedDigits> {
  const state = await trainer.state();
  try {
    return await classifyDigits(trainer.embed, { head, parameters: judgedWeights(state) }, digits);
  } finally {
    disposeState(state);
  }
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
