import { ShapeError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { checkMatches, type Decays, type Optimizer, type Tensors, type Updated } from './optimizer.js';
import { slotOf, zeroSlots } from './slots.js';

export interface AdamOptions {
  /** Decay of the mean of the gradients. */
  readonly beta1?: number;
  /** Decay of the mean of their squares. */
  readonly beta2?: number;
  /** Added to the root of the second moment, after the bias correction. */
  readonly epsilon?: number;
  readonly weightDecay?: number;
  /** true: AdamW, w shrinks by lr·wd·w beside the step; false: wd·w is added to the gradient and rescaled with it. */
  readonly decoupled?: boolean;
  /** All parameters unless told. */
  readonly decays?: Decays;
}

/**
 * Adam with bias correction, https://arxiv.org/abs/1412.6980, algorithm 1; decoupled: AdamW, https://arxiv.org/abs/1711.05101.
 * m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − lr·m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
 *
 * State: `step` (t, a float32 scalar, exact up to 16,777,216), `mean/<parameter>`, `square/<parameter>`.
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  const { weightDecay = 0, decoupled = true, decays = () => true } = options;
  return {
    init: parameters => ({
      step: tf.scalar(0),
      ...zeroSlots('mean', parameters),
      ...zeroSlots('square', parameters),
    }),

    update(gradients, state, parameters, { learningRate, gradientScale }) {
      const means = slotOf(state, 'mean');
      const squares = slotOf(state, 'square');
      checkMatches('a gradient', gradients, parameters, 'adam');
      checkMatches('a mean', means, parameters, 'adam');
      checkMatches('a square', squares, parameters, 'adam');
      return tf.tidy(() => {
        const step = tf.add(stepOf(state), 1);
        const correction1 = biasCorrection(beta1, step);
        const correction2 = biasCorrection(beta2, step);
        const updated: Updated = { parameters: {}, state: { step } };
        for (const [name, weight] of Object.entries(parameters)) {
          const decay = decays(name) ? weightDecay : 0;
          let gradient = gradients[name] as tf.Tensor;
          if (gradientScale !== undefined) gradient = tf.mul(gradient, gradientScale);
          if (decay !== 0 && !decoupled) gradient = tf.add(gradient, tf.mul(decay, weight));

          const mean = blend(beta1, means[name] as tf.Tensor, gradient);
          const square = blend(beta2, squares[name] as tf.Tensor, tf.square(gradient));
          const root = tf.sqrt(tf.div(square, correction2));
          let direction: tf.Tensor = tf.div(tf.div(mean, correction1), tf.add(root, epsilon));
          if (decay !== 0 && decoupled) direction = tf.add(direction, tf.mul(decay, weight));

          updated.state[`mean/${name}`] = mean;
          updated.state[`square/${name}`] = square;
          updated.parameters[name] = tf.sub(weight, tf.mul(learningRate, direction));
        }
        return updated;
      });
    },
  };
}

/** β·old + (1 − β)·new. */
function blend(beta: number, old: tf.Tensor, next: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(beta, old), tf.mul(1 - beta, next));
}

/** 1 − βᵗ, by expm1: in float32 the plain difference is off by 3e-5 of itself at β = 0.999, t = 1. */
function biasCorrection(beta: number, step: tf.Tensor): tf.Tensor {
  return tf.neg(tf.expm1(tf.mul(step, Math.log(beta))));
}

function stepOf(state: Tensors): tf.Tensor {
  const step = state['step'];
  if (step?.rank === 0) return step;
  throw ShapeError.because({
    expected: 'a scalar "step" in the state',
    received: step === undefined ? 'none' : `shape [${step.shape.join(', ')}]`,
    place: 'adam',
    next: "Start from this optimizer's own init, or from a checkpoint that it wrote.",
  });
}
