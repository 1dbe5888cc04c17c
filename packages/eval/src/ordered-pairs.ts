/** Pairs in the order of their distances: what thresholds of rising distance accept, one after the other. */
export interface OrderedPairs {
  /** [pairs] which pair stands here. */
  readonly order: Uint32Array;
  /** [pairs] 1 where a same pair stands here. */
  readonly same: Uint8Array;
  /** [pairs] index of the distance of the pair that stands here. */
  readonly level: Uint32Array;
  /** The distances that occur, rising: no threshold parts pairs of one distance. */
  readonly distances: Float64Array;
}

/** @param distances [pairs]   @param same [pairs] 1 for a same pair */
export function orderPairs(distances: Float64Array, same: Uint8Array): OrderedPairs {
  const order = Uint32Array.from(distances, (_, pair) => pair).sort((a, b) => distances[a]! - distances[b]!);
  const level = new Uint32Array(order.length);
  for (let here = 1; here < order.length; here++) {
    const farther = distances[order[here]!]! > distances[order[here - 1]!]!;
    level[here] = level[here - 1]! + Number(farther);
  }
  const distinct = new Float64Array(order.length === 0 ? 0 : level[order.length - 1]! + 1);
  for (const [here, pair] of order.entries()) distinct[level[here]!] = distances[pair]!;
  return { order, same: Uint8Array.from(order, pair => same[pair]!), level, distances: distinct };
}

/** Weight of the pairs that are nearer than each distance, by kind: [distances + 1], from nothing to everything. */
export interface Accepted {
  readonly same: Float64Array;
  readonly different: Float64Array;
}

/** Room for what acceptedBelow counts, to be used again and again. */
export function roomForAccepted({ distances }: OrderedPairs): Accepted {
  return { same: new Float64Array(distances.length + 1), different: new Float64Array(distances.length + 1) };
}

/**
 * @param weights [pairs] how often each pair counts, in the pairs' own order; whole numbers, so that the sums are exact
 * @param room is overwritten and returned
 */
export function acceptedBelow({ order, same, level }: OrderedPairs, weights: Float64Array, room: Accepted): Accepted {
  let [near, far] = [0, 0];
  for (let here = 0; here < order.length; here++) {
    const weight = weights[order[here]!]!;
    if (same[here]) near += weight;
    else far += weight;
    // Written once for each pair of a distance: the last one stays.
    room.same[level[here]! + 1] = near;
    room.different[level[here]! + 1] = far;
  }
  return room;
}

/** What thresholds accept when each pair counts once. */
export function acceptedOnce(pairs: OrderedPairs): Accepted {
  return acceptedBelow(pairs, new Float64Array(pairs.order.length).fill(1), roomForAccepted(pairs));
}
