import type { VerificationResult } from '@arcface-ts/core';
import { drawCurveCharts, drawTrainingCharts, pairCurve, standaloneChart } from '@arcface-ts/eval';
import type { TrainingLog } from './training-log.js';

export interface CardPicture {
  readonly file: string;
  /** For who does not see it. */
  readonly shows: string;
  readonly svg: string;
}

/** Draws what a card shows: the training, where its log is there, and the errors at every threshold. @param same [pairs] */
export async function drawPictures(
  { result, distances }: { result: VerificationResult; distances: Float64Array },
  same: readonly boolean[],
  training: TrainingLog | undefined,
): Promise<CardPicture[]> {
  const curve = {
    ...pairCurve(distances, same),
    folds: result.thresholds.map(threshold => ({ threshold })),
    tarAtFar: result.tarAtFar,
  };
  const charts = await drawCurveCharts(curve, {
    same: distances.filter((_, pair) => same[pair]),
    different: distances.filter((_, pair) => !same[pair]),
  });
  const trained = training && (await drawTrainingCharts(training.curves));
  const all: [name: string, shows: string, svg: string | undefined][] = [
    ['loss', 'Loss of the batches over the epochs', trained?.loss],
    ['learning-rate', 'Learning rate over the epochs', trained?.learningRate],
    ['validation', 'AUC of people held out over the epochs; black the epoch that was kept', trained?.validation],
    ['roc', 'ROC: true accept rate over false accept rate, with dots at the fixed rates', charts.roc],
    ['det', 'DET: false reject rate over false accept rate on probit axes, with a dot at the EER', charts.det],
    ['distances', 'Squared distances of pairs of one person and of two, with the thresholds', charts.distances],
  ];
  return all.flatMap(([name, shows, svg]) =>
    svg === undefined ? [] : [{ file: `pictures/${name}.svg`, shows, svg: standaloneChart(svg) }],
  );
}
