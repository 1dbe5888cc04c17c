import { ShapeError } from '@arcface-ts/core';
import type * as tf from '@tensorflow/tfjs-core';

/** Tensors by name. */
export type Tensors = Readonly<Record<string, tf.Tensor>>;

/** Where an update leads to: new values of the parameters and of the optimizer's state, under the same names. */
export type Updated = {
  readonly parameters: Record<string, tf.Tensor>;
  readonly state: Record<string, tf.Tensor>;
};

export interface UpdateOptions {
  /** A scalar tensor where it is fed at each step of a compiled graph. */
  readonly learningRate: number | tf.Scalar;
  /** Factor of all gradients: what clips them, or takes a loss scale out of them; 1 unless told. */
  readonly gradientScale?: tf.Scalar;
}

/**
 * A pair of pure functions, in the way of optax. Neither reads a tensor's values, so either runs eagerly or is traced into
 * a graph as it stands.
 *
 * Who disposes: the tensors passed in stay the caller's; every tensor returned is a new one, and the caller's too.
 */
export interface Optimizer {
  /** The state before the first step: a flat record, so that a checkpoint keeps it as it keeps weights. */
  init(parameters: Tensors): Record<string, tf.Tensor>;
  /** One step. Throws a ShapeError when names or shapes of gradients, state and parameters do not fit together. */
  update(gradients: Tensors, state: Tensors, parameters: Tensors, options: UpdateOptions): Updated;
}

/** Which parameters weight decay pulls to zero. Normalization layers, biases and PReLU slopes are commonly left out. */
export type Decays = (name: string) => boolean;

/** Checks that tensors have the very names and shapes of the parameters they belong to. */
export function checkMatches(what: string, tensors: Tensors, parameters: Tensors, place: string): void {
  const missing = Object.keys(parameters).filter(name => !(name in tensors));
  const unknown = Object.keys(tensors).filter(name => !(name in parameters));
  if (missing.length > 0 || unknown.length > 0) {
    throw ShapeError.because({
      expected: `${what} for each parameter`,
      received: [...missing.map(name => `− ${name}`), ...unknown.map(name => `+ ${name}`)].join(', '),
      place,
      next: '− is missing, + belongs to no parameter.',
    });
  }
  for (const [name, parameter] of Object.entries(parameters)) {
    const shape = (tensors[name] as tf.Tensor).shape;
    if (shape.join() === parameter.shape.join()) continue;
    throw ShapeError.because({
      expected: `${what} of "${name}" of shape [${parameter.shape.join(', ')}]`,
      received: `[${shape.join(', ')}]`,
      place,
    });
  }
}
