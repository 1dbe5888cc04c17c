import type { RandomStream } from '@arcface-ts/core';
import { inferencePass, initializeParameters, type Model, type Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';

/** What training would have changed, by a parameter's role. */
const drawn: Partial<Record<string, (stream: RandomStream) => number>> = {
  scale: stream => stream.between(0.5, 1.5),
  offset: stream => 0.2 * stream.normal(),
  slope: stream => stream.between(0.1, 0.4),
};

/**
 * Weights as after a training that taught nothing: drawn kernels, scales, offsets and slopes, and moments that are those of photos. No
 * array is left as it began, so that one which another program mixes up shows in the embeddings. The caller disposes them.
 * @param images [batch, side, side, 3] float32 in [-1, 1]
 */
export function settledWeights(model: Model, images: tf.Tensor4D, stream: RandomStream): Parameters {
  const first = initializeParameters(model.parameters, stream);
  const values: Parameters = Object.fromEntries(
    model.parameters.map(({ name, shape, role }) => {
      const draw = drawn[role];
      const own = stream.split('drawn', name);
      const value = first[name] as tf.Tensor;
      return [
        name,
        draw === undefined ? value : tf.tensor1d(Array.from({ length: shape[0] as number }, () => draw(own))),
      ];
    }),
  );
  tf.dispose(Object.entries(first).flatMap(([name, value]) => (values[name] === value ? [] : [value])));
  tf.tidy(() => {
    const moments = new Map<string, tf.Tensor>();
    model.embed(images, {
      ...inferencePass(values),
      training: true,
      batchMoments: (layer, mean, variance) => {
        moments.set(`${layer}.mean`, mean).set(`${layer}.variance`, variance);
      },
    });
    for (const [name, value] of moments) {
      values[name]?.dispose();
      values[name] = tf.keep(value);
    }
  });
  return values;
}
