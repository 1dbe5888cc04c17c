import { sgdStep } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { checkMatches, type Decays, type Optimizer, type Updated } from './optimizer.js';
import { slotOf, zeroSlots } from './slots.js';

export interface SgdOptions {
  /** μ. 0 keeps no state. */
  readonly momentum?: number; // 0.9 commonly
  /** Looks a step of momentum ahead. */
  readonly nesterov?: boolean;
  /** wd, added to the gradient as wd·w. */
  readonly weightDecay?: number; // 5e-4 in most published face recipes
  /** All parameters unless told. */
  readonly decays?: Decays;
}

/**
 * Stochastic gradient descent in PyTorch's form: g ← g + wd·w; v ← μ·v + g; w ← w − lr·v, with Nesterov w − lr·(g + μ·v).
 * The learning rate is outside of v, so that a schedule acts at once. https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
 *
 * State: `velocity/<parameter>`, or nothing without momentum.
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  const { momentum = 0, nesterov = false, weightDecay = 0, decays = () => true } = options;
  return {
    init: parameters => (momentum === 0 ? {} : zeroSlots('velocity', parameters)),

    update(gradients, state, parameters, { learningRate, gradientScale }) {
      const velocities = slotOf(state, 'velocity');
      checkMatches('a gradient', gradients, parameters, 'sgd');
      if (momentum !== 0) checkMatches('a velocity', velocities, parameters, 'sgd');
      return tf.tidy(() => {
        const rate = typeof learningRate === 'number' ? tf.scalar(learningRate) : learningRate;
        const scale = gradientScale ?? tf.scalar(1);
        const updated: Updated = { parameters: {}, state: {} };
        for (const [name, weight] of Object.entries(parameters)) {
          const gradient = gradients[name] as tf.Tensor;
          const decay = decays(name) ? weightDecay : 0;
          if (momentum === 0) {
            const scaled = tf.mul(gradient, scale);
            const direction = decay === 0 ? scaled : tf.add(scaled, tf.mul(decay, weight));
            updated.parameters[name] = tf.sub(weight, tf.mul(rate, direction));
            continue;
          }
          const options = { learningRate: rate, gradientScale: scale, momentum, weightDecay: decay, nesterov };
          const step = sgdStep(weight, velocities[name] as tf.Tensor, gradient, options);
          updated.parameters[name] = step.weight;
          updated.state[`velocity/${name}`] = step.velocity;
        }
        return updated;
      });
    },
  };
}
