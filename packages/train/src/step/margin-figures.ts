import type { ConfiguredMargin } from '@arcface-ts/losses';
import { constant, type ParameterSpec, type Parameters } from '@arcface-ts/models';
import type * as tf from '@tensorflow/tfjs-core';
import { withoutPrefix, withPrefix } from './prefixed.js';

/*
 * What a margin remembers of earlier batches lives among the parameters, like the moments of a batch norm: checkpoints hold it, the
 * compiled step updates it, and an update that is not taken leaves it alone.
 */
const prefix = 'margin/';

/** The running figures of a margin as parameters. */
export function runningSpecs({ runningFrom }: ConfiguredMargin): ParameterSpec[] {
  return Object.entries(runningFrom).map(([name, value]) => ({
    name: `${prefix}${name}`,
    shape: [],
    role: 'running',
    initialize: constant(value),
  }));
}

/** The figures among the parameters, as the margin names them. */
export function figuresIn(parameters: Parameters): Record<string, tf.Scalar> {
  return withoutPrefix(prefix, parameters) as Record<string, tf.Scalar>;
}

/** What a margin gave as figures, as parameters. */
export function figuresAsParameters(figures: Readonly<Record<string, tf.Scalar>>): Parameters {
  return withPrefix(prefix, figures);
}
