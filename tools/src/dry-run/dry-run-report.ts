import type { RunSummary } from '@arcface-ts/core';
import type { SetSize } from './full-size.js';

/** What some steps of a training say of the whole of it. */
export interface DryRunReport extends SetSize {
  readonly config: string;
  readonly classes: number;
  readonly batchSize: number;
  readonly steps: number;
  readonly imagesPerSecond: number;
  readonly dataWaitPercent: number;
  readonly peakRssMiB: number;
  /** Of the crops of a set of this size, as they are kept here. */
  readonly cropBytes: number;
  readonly epochs: number;
  /** Of all epochs at this speed, without validations. */
  readonly hours: number;
}

/** @param options.bytesAPhoto of a crop in its shard */
export function dryRunReport(
  run: RunSummary,
  options: Pick<DryRunReport, keyof SetSize | 'config' | 'batchSize' | 'epochs'> & {
    readonly bytesAPhoto: number;
  },
): DryRunReport {
  const { bytesAPhoto, ...facts } = options;
  const { imagesPerSecond, dataWaitPercent, peakRssMiB, steps, identities: classes } = run;
  return {
    ...facts,
    ...{ classes, steps, imagesPerSecond, dataWaitPercent, peakRssMiB },
    cropBytes: bytesAPhoto * facts.photos,
    hours: (facts.photos * facts.epochs) / imagesPerSecond / 3600,
  };
}

export function dryRunText(report: DryRunReport): string {
  const { config, photos, classes, batchSize, steps, epochs, hours } = report;
  const count = (value: number): string => value.toLocaleString('en-US');
  return [
    `${config}       ${count(photos)} rows, ${count(classes)} classes, batches of ${batchSize}: ${count(steps)} steps on drawn faces`,
    `speed        ${report.imagesPerSecond.toFixed(1)} images/s, data wait ${report.dataWaitPercent.toFixed(1)} %`,
    `memory       ${count(Math.round(report.peakRssMiB))} MiB at most`,
    `crops        ${(report.cropBytes / 2 ** 30).toFixed(1)} GiB; --encoding=jpeg for data:faces makes them about a tenth`,
    `all of it    ${epochs} epochs: ${hours.toFixed(1)} hours, without validations`,
    '',
  ].join('\n');
}
