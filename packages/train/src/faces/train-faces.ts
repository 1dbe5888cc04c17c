import { availableParallelism } from 'node:os';
import type { RunSummary } from '@arcface-ts/core';
import { type TrainRunOptions, trainRun } from '../run/train-run.js';
import { openFaceData } from './face-data.js';
import { samePersonCurve } from './same-person-curve.js';
import { type VerificationFigures, validateFaces } from './validate-faces.js';

export interface TrainFacesOptions extends TrainRunOptions {
  /** Folder in which `data:faces` left the manifests. */
  readonly cacheFolder: string;
  readonly threads?: number | undefined;
  /** A test set to measure on after each validation, too, for curiosity: a checkpoint chosen by it would be chosen on the test. */
  readonly watch?: 'lfw' | undefined;
}

/** Trains a face model as the config says, judged by people that it does not see. */
export async function trainFaces(options: TrainFacesOptions): Promise<RunSummary> {
  const data = await openFaceData(options.cacheFolder, options.config, {
    threads: options.threads ?? Math.min(2, availableParallelism()),
    watch: options.watch,
  });
  return trainRun(options, {
    ...data,
    async judge({ embed }) {
      const { validation, scores, meanCosine } = await validateFaces(embed, data);
      const watched = data.watched && {
        name: data.watched.name,
        figures: (await validateFaces(embed, data.watched)).validation.figures,
      };
      return {
        validation,
        meanCosine,
        watched,
        text: `validation ${describe(validation.figures)}${watched ? `; ${watched.name}, only watched: ${describe(watched.figures)}` : ''}`,
        distributions: { distance_same: scores.same, distance_different: scores.different },
        curves: { same_person: samePersonCurve(scores) },
      };
    },
  });
}

function describe({ accuracy, auc }: VerificationFigures): string {
  return `accuracy ${(100 * accuracy).toFixed(2)} %, AUC ${auc.toFixed(4)}`;
}
