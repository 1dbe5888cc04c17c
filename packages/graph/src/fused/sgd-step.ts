import * as tf from '@tensorflow/tfjs-core';
import { ownKernelsRun } from '../start-tensorflow.js';
import { attribute, executeOp } from './execute-op.js';

export interface SgdStepOptions {
  readonly learningRate: tf.Scalar;
  /** Factor of the gradient: what clips it, or takes a loss scale out of it. */
  readonly gradientScale: tf.Scalar;
  /** μ */
  readonly momentum: number;
  /** wd */
  readonly weightDecay: number;
  readonly nesterov: boolean;
}

/**
 * A step of stochastic gradient descent in PyTorch's form: g = scale·gradient + wd·w; v' = μ·v + g; w' = w − lr·v', with Nesterov
 * w − lr·(g + μ·v'). https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
 *
 * On the CPU one kernel of ours passes over memory once, elsewhere TensorFlow's ops do so several times.
 *
 * @returns w' and v', of the shape of the three
 */
export function sgdStep(
  weight: tf.Tensor,
  velocity: tf.Tensor,
  gradient: tf.Tensor,
  options: SgdStepOptions,
): { weight: tf.Tensor; velocity: tf.Tensor } {
  const { learningRate, gradientScale, momentum, weightDecay, nesterov } = options;
  if (ownKernelsRun()) {
    const attributes = [
      attribute.float('momentum', momentum),
      attribute.float('weight_decay', weightDecay),
      attribute.flag('nesterov', nesterov),
    ];
    const inputs = [weight, velocity, gradient, learningRate, gradientScale];
    const [newWeight, newVelocity] = executeOp('ArcfaceSgdStep', attributes, inputs, 2) as [tf.Tensor, tf.Tensor];
    return { weight: newWeight, velocity: newVelocity };
  }
  return tf.tidy(() => {
    const scaled = tf.mul(gradient, gradientScale);
    const decayed = weightDecay === 0 ? scaled : tf.add(scaled, tf.mul(weightDecay, weight));
    const newVelocity = tf.add(tf.mul(momentum, velocity), decayed);
    const direction = nesterov ? tf.add(decayed, tf.mul(momentum, newVelocity)) : newVelocity;
    return { weight: tf.sub(weight, tf.mul(learningRate, direction)), velocity: newVelocity };
  });
}
