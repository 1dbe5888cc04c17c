import { UsageError } from '@arcface-ts/core';
import { checkPrecision } from '@arcface-ts/graph';
import type { Model } from '@arcface-ts/models';
import type { TrainingConfig } from '../config.js';
import type { TrainingData } from './training-data.js';

/** Throws a UsageError where the model does not take the photos, or the device not the precision, or op by op. */
export function checkTrainable(
  options: {
    readonly config: Pick<TrainingConfig, 'precision'>;
    readonly device: 'cpu' | 'gpu';
    readonly eager?: boolean | undefined;
  },
  model: Pick<Model, 'name' | 'imageSizePx'>,
  crop: Pick<TrainingData['crop'], 'imageSizePx'>,
): void {
  const { precision } = options.config;
  checkImageSize(model, crop.imageSizePx);
  if (options.eager) checkEager(precision);
  checkPrecision(precision, options.device);
}

function checkImageSize({ name, imageSizePx }: Pick<Model, 'name' | 'imageSizePx'>, croppedPx: number): void {
  if (imageSizePx === croppedPx) return;
  throw UsageError.because({
    expected: `a model for photos of ${croppedPx} px, the size of the crops`,
    received: `${name} for ${imageSizePx} px`,
    place: 'model of the config',
    next: `Set model.imageSizePx to ${croppedPx} where the model allows it, or take another model.`,
  });
}

function checkEager(precision: TrainingConfig['precision']): void {
  if (precision === 'float32') return;
  throw UsageError.because({
    expected: 'precision float32 beside --eager, since only a compiled graph can be rewritten for another',
    received: precision,
    place: 'config',
    next: 'Leave --eager out, or run again with --precision=float32.',
  });
}
