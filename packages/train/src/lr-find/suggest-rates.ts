/** The loss at a learning rate. */
export interface RatePoint {
  readonly rate: number;
  readonly loss: number;
}

/** Learning rates to train with, named after the rules that find them; null where the loss did not fall. */
export interface RateSuggestions {
  /** Where the loss falls fastest over the logarithm of the rate. */
  readonly steepest: number | null;
  /** A tenth of the rate at which the loss is least: there it is about to rise. */
  readonly leastTenth: number | null;
}

export interface SuggestOptions {
  /** Points at the beginning that are too few for a mean: no rule looks at them. */
  readonly skip: number;
  /** A slope is taken over so many points, since from one to the next it is noise. */
  readonly span: number;
}

/** A loss that falls by less than this share of where it began is noise. */
const leastFall = 0.02;

/**
 * Suggests learning rates from the smoothed losses of a range test, by two of the rules of fastai's finder
 * (https://docs.fast.ai/callback.schedule.html, `steep` and `minimum`); both look at the curve up to its least loss.
 * @param points in ascending order of their rates
 */
export function suggestRates(points: readonly RatePoint[], { skip, span }: SuggestOptions): RateSuggestions {
  const seen = points.slice(skip);
  const lowest = indexOfLeast(seen.map(({ loss }) => loss));
  const [first, least] = [seen[0], seen[lowest]];
  if (first === undefined || least === undefined || first.loss - least.loss <= leastFall * Math.abs(first.loss))
    return { steepest: null, leastTenth: null };
  const falling = seen.slice(0, lowest + 1);
  const reach = Math.min(span, lowest);
  const slopes = falling.slice(reach).map((to, index) => slopeOf(falling[index] as RatePoint, to));
  const steepest = indexOfLeast(slopes);
  const [from, to] = [falling[steepest], falling[steepest + reach]] as [RatePoint, RatePoint];
  return { steepest: Math.sqrt(from.rate * to.rate), leastTenth: least.rate / 10 };
}

function slopeOf(from: RatePoint, to: RatePoint): number {
  return (to.loss - from.loss) / Math.log(to.rate / from.rate);
}

/** The first of them; −1 where there is none. */
function indexOfLeast(values: readonly number[]): number {
  return values.reduce(
    (least, value, index) => (value < (values[least] ?? Number.POSITIVE_INFINITY) ? index : least),
    -1,
  );
}
