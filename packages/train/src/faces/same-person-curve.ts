import type { DecisionCurve } from '../run/training-data.js';
import type { PairScores } from './validate-faces.js';

/** Each pair with a number that grows from 0 to 1 as its squared distance falls from 4, that of opposite embeddings, to 0. */
export function samePersonCurve({ same, different }: PairScores): DecisionCurve {
  const probabilities = Float64Array.from([...same, ...different], distance =>
    Math.min(1, Math.max(0, 1 - distance / 4)),
  );
  return { labels: Array.from(probabilities, (_, pair) => pair < same.length), probabilities };
}
