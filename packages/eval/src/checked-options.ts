import { DataError, ShapeError, UsageError } from '@arcface-ts/core';

/** @throws UsageError for a rate that is not inside (0, 1) */
export function checkRates(rates: readonly number[], kind: string, place: string): void {
  const wrong = rates.find(rate => !(rate > 0 && rate < 1));
  if (wrong === undefined) return;
  throw UsageError.because({
    expected: `${kind} above 0 and below 1`,
    received: String(wrong),
    place,
    next: 'Write 1 % as 0.01.',
  });
}

/** @throws UsageError unless there is a resample */
export function checkResamples(resamples: number, place: string): void {
  if (Number.isInteger(resamples) && resamples >= 1) return;
  throw UsageError.because({
    expected: 'a whole number of resamples, 1 or more',
    received: String(resamples),
    place,
    next: 'Take 1000, or fewer for a quick look.',
  });
}

/**
 * @throws ShapeError unless there is one label for each embedding
 * @throws DataError that names a label which is no whole number
 */
export function checkLabels(labels: ArrayLike<number>, count: number, place: string): void {
  if (labels.length !== count) {
    throw ShapeError.because({
      expected: `labels of shape [${count}], one for each embedding`,
      received: `[${labels.length}]`,
      place,
      next: 'Give the number of the person on each image, in the order of the embeddings.',
    });
  }
  for (let row = 0; row < count; row++) {
    if (Number.isInteger(labels[row])) continue;
    throw DataError.because({
      expected: 'whole numbers as labels',
      received: String(labels[row]),
      place: `${place}, label ${row} (the first is 0)`,
      next: 'Number the people.',
    });
  }
}
