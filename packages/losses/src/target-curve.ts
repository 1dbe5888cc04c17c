import * as tf from '@tensorflow/tfjs-core';
import type { ConfiguredMargin } from './margin-registry.js';

export interface TargetCurveOptions {
  /** Angles between the embedding and its class centre, 0 to 180. */
  readonly anglesDeg: readonly number[];
  /** Length of the embedding, 1 unless told. */
  readonly length?: number;
  /** The margin's strength, its full one unless told. */
  readonly strength?: number;
  /** Running figures; those before the first step unless told. */
  readonly running?: Readonly<Record<string, number>>;
}

/** A margin's target logit at each angle, for charts. With a scale of 1 in the config it is the target cosine as the margin bends it. */
export function targetCurve(margin: ConfiguredMargin, options: TargetCurveOptions): number[] {
  const { anglesDeg, length = 1, strength = margin.fullStrength, running = margin.runningFrom } = options;
  return tf.tidy(() => {
    const cosine = tf.tensor1d(anglesDeg.map(angle => Math.cos((angle * Math.PI) / 180)));
    const scores = tf.stack(
      [margin.head.scores === 'linear' ? tf.mul(length, cosine) : cosine, tf.zerosLike(cosine)],
      1,
    );
    const { logits } = margin.apply(
      {
        scores: scores as tf.Tensor2D,
        labels: tf.zeros([anglesDeg.length], 'int32'),
        lengths: tf.fill([anglesDeg.length], length),
        running: Object.fromEntries(Object.entries(running).map(([name, value]) => [name, tf.scalar(value)])),
      },
      strength,
    );
    return Array.from(tf.unstack(logits, 1)[0]?.dataSync() ?? []);
  });
}
