import { create } from '@bufbuild/protobuf';
import { explain } from '../event-file-error.js';
import { type HistogramProto, HistogramProtoSchema } from '../proto/summary_pb.js';

const positiveLimits: number[] = [];
for (let limit = 1e-12; limit < 1e20; limit *= 1.1) positiveLimits.push(limit);

/**
 * TensorFlow's own buckets: each positive limit is 1.1 × the one before it, from 1e-12 to 1e20, and the same below zero.
 * https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/lib/histogram/histogram.cc
 */
const bucketLimits = Float64Array.from([
  ...positiveLimits.map(limit => -limit).reverse(),
  0,
  ...positiveLimits,
  Number.MAX_VALUE,
]);

/** Index of the bucket that holds the value: of the first limit above it. */
function bucketOf(value: number): number {
  let low = 0;
  let high = bucketLimits.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bucketLimits[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * TensorFlow's HistogramProto of the values: min, max, num, sum, sum of squares, and the counts of the buckets.
 * A bucket counts lower limit ≤ value < upper limit. Empty buckets in a row are joined into one, and left out at both
 * ends, where TensorFlow keeps one: TensorBoard's data server would show it with edges in the wrong order.
 * @throws RangeError when there is no value, or one that is NaN or infinite
 */
export function histogramOf(tag: string, values: ArrayLike<number>): HistogramProto {
  if (values.length === 0) throw histogramError(tag, 'none', 'Leave the call out when there is nothing to show.');
  const counts = new Float64Array(bucketLimits.length);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let sumSquares = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (!Number.isFinite(value)) {
      throw histogramError(tag, `${value} at index ${index}`, 'Leave such values out, and log how many there are.');
    }
    counts[bucketOf(value)]! += 1;
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
    sumSquares += value * value;
  }
  return create(HistogramProtoSchema, { min, max, num: values.length, sum, sumSquares, ...filledBuckets(counts) });
}

/** The filled buckets, and one empty bucket in each gap between them. */
function filledBuckets(counts: Float64Array): { bucketLimit: number[]; bucket: number[] } {
  const bucketLimit: number[] = [];
  const bucket: number[] = [];
  counts.forEach((count, index) => {
    if (count === 0) return;
    const lowerLimit = bucketLimits[index - 1] as number;
    if (bucketLimit.length > 0 && bucketLimit.at(-1) !== lowerLimit) {
      bucketLimit.push(lowerLimit);
      bucket.push(0);
    }
    bucketLimit.push(bucketLimits[index] as number);
    bucket.push(count);
  });
  return { bucketLimit, bucket };
}

function histogramError(tag: string, received: string, next: string): RangeError {
  return new RangeError(explain({ expected: 'one finite value or more', received, place: `histogram "${tag}"`, next }));
}
