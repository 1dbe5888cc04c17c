import { DataError, elementCount, type RandomStream } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Colour } from './colour.js';
import type { ForwardPass } from './layer.js';
import { isTrained, type ParameterSpec } from './parameter.js';

/** Values of parameters by name. Whoever made the record disposes its tensors. */
export type Parameters = Record<string, tf.Tensor>;

/** A backbone: photos in, embeddings out. It holds no values; those are a `Parameters` record. */
export interface Model {
  readonly name: string;
  readonly imageSizePx: number;
  /** What the net looks at; `embed` takes grey images and RGB alike. */
  readonly colour: Colour;
  readonly embeddingSize: number;
  readonly parameters: readonly ParameterSpec[];
  /**
   * @param images [batch, imageSizePx, imageSizePx, 1 or 3] float32 in [-1, 1]
   * @returns [batch, embeddingSize] embeddings, not normalized
   */
  embed(images: tf.Tensor4D, pass: ForwardPass): tf.Tensor2D;
}

/** First values of parameters; each has a stream of its own, so adding one changes no other. */
export function initializeParameters(specs: readonly ParameterSpec[], stream: RandomStream): Parameters {
  return Object.fromEntries(
    specs.map(spec => {
      const values = new Float32Array(elementCount(spec.shape));
      spec.initialize(values, stream.split(spec.name));
      return [spec.name, tf.tensor(values, [...spec.shape], 'float32')];
    }),
  );
}

/** Frees the tensors of a record, for code that does without TensorFlow itself. */
export function disposeParameters(parameters: Parameters): void {
  tf.dispose(parameters);
}

/** Number of values that training changes: what the papers call the parameters of a net. */
export function countParameters(specs: readonly ParameterSpec[]): number {
  return specs.filter(isTrained).reduce((sum, spec) => sum + elementCount(spec.shape), 0);
}

/** [batch, height, width, channels] uint8 or int32 pixels → float32 in [-1, 1]: (x − 127.5) / 127.5. */
export function normalizePixels(images: tf.Tensor4D): tf.Tensor4D {
  return tf.div(tf.sub(tf.cast(images, 'float32'), 127.5), 127.5);
}

/** The pass of a trained model: running moments, nothing recorded. */
export function inferencePass(parameters: Parameters): ForwardPass {
  return {
    training: false,
    parameter: name => {
      const value = parameters[name];
      if (value === undefined) {
        throw DataError.because({
          expected: `weights that hold "${name}"`,
          received: `${Object.keys(parameters).length} others`,
          place: 'inferencePass',
          next: 'The weights are those of another model: use the checkpoint that this model was trained to.',
        });
      }
      return value;
    },
    batchMoments: () => {
      throw new Error('a model in inference has no batch moments');
    },
  };
}
