import { create, toBinary } from '@bufbuild/protobuf';
import { explain } from '../event-file-error.js';
import { PrCurvePluginDataSchema } from '../proto/pr_curve_pb.js';
import { floatTensor, pluginValue, type SummaryValue } from './summary-value.js';

export interface PrCurveOptions {
  /** Number of thresholds, evenly from 0 to 1; 127 when left out. */
  readonly thresholds?: number;
  /** How much each prediction counts; 1 when left out. */
  readonly weights?: ArrayLike<number>;
}

const leastCount = 1e-7; // TensorBoard's: keeps 0/0 at 0.

/**
 * A precision-recall curve as a tensor [6, thresholds]: true positives, false positives, true negatives, false negatives,
 * precision and recall, where a prediction counts as positive when ⌊prediction · (thresholds − 1)⌋ reaches the threshold's index.
 * https://github.com/tensorflow/tensorboard/blob/master/tensorboard/plugins/pr_curve/summary.py
 * @throws RangeError when there are no predictions, another number of labels, or a value that cannot be
 */
export function prCurveOf(
  tag: string,
  labels: ArrayLike<boolean | number>,
  predictions: ArrayLike<number>,
  { thresholds = 127, weights }: PrCurveOptions = {},
): SummaryValue {
  const place = `curve "${tag}"`;
  if (!(Number.isInteger(thresholds) && thresholds >= 2 && thresholds <= 10_000)) {
    throw curveError('from 2 to 10000 thresholds', String(thresholds), place);
  }
  if (predictions.length === 0) throw curveError('one prediction or more', 'none', place);
  checkLength('labels', labels, predictions.length, place);
  if (weights) checkLength('weights', weights, predictions.length, place);

  const positives = new Float64Array(thresholds);
  const negatives = new Float64Array(thresholds);
  for (let index = 0; index < predictions.length; index++) {
    const prediction = predictions[index] as number;
    const label = Number(labels[index]);
    const weight = weights?.[index] ?? 1;
    if (!(prediction >= 0 && prediction <= 1)) throw valueError('predictions from 0 to 1', prediction, index, place);
    if (label !== 0 && label !== 1) throw valueError('labels of false and true, or 0 and 1', label, index, place);
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) {
      throw valueError('finite weights, 0 or more', weight, index, place);
    }
    (label === 1 ? positives : negatives)[Math.floor(prediction * (thresholds - 1))]! += weight;
  }
  const content = toBinary(PrCurvePluginDataSchema, create(PrCurvePluginDataSchema, { numThresholds: thresholds }));
  return pluginValue(tag, 'pr_curves', floatTensor([6, thresholds], curve(positives, negatives)), content);
}

/** The rows of the tensor, from the weight of positives and of negatives at each threshold. */
function curve(positives: Float64Array, negatives: Float64Array): number[] {
  const truePositives = sumsToEnd(positives);
  const falsePositives = sumsToEnd(negatives);
  const trueNegatives = falsePositives.map(count => (falsePositives[0] as number) - count);
  const falseNegatives = truePositives.map(count => (truePositives[0] as number) - count);
  const share = (others: readonly number[]) => (count: number, index: number) =>
    count / Math.max(leastCount, count + (others[index] as number));
  const precision = truePositives.map(share(falsePositives));
  const recall = truePositives.map(share(falseNegatives));
  return [truePositives, falsePositives, trueNegatives, falseNegatives, precision, recall].flat();
}

/** Sum of each value and all after it. */
function sumsToEnd(values: Float64Array): number[] {
  let sum = 0;
  return Array.from(values.toReversed(), value => {
    sum += value;
    return sum;
  }).reverse();
}

function checkLength(name: string, values: ArrayLike<unknown>, length: number, place: string): void {
  if (values.length !== length)
    throw curveError(`${length} ${name}, as many as predictions`, `${values.length}`, place);
}

function valueError(expected: string, value: number, index: number, place: string): RangeError {
  return curveError(expected, `${value} at index ${index}`, place);
}

function curveError(expected: string, received: string, place: string): RangeError {
  const next = 'Pass for each example its label, and the probability that it is positive.';
  return new RangeError(explain({ expected, received, place, next }));
}
