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

    update(gradients, state, parameters, { learningRate }) {
      const velocities = slotOf(state, 'velocity');
      checkMatches('a gradient', gradients, parameters, 'sgd');
      if (momentum !== 0) checkMatches('a velocity', velocities, parameters, 'sgd');
      return tf.tidy(() => {
        const updated: Updated = { parameters: {}, state: {} };
        for (const [name, weight] of Object.entries(parameters)) {
          let direction = gradients[name] as tf.Tensor;
          if (weightDecay !== 0 && decays(name)) direction = tf.add(direction, tf.mul(weightDecay, weight));
          if (momentum !== 0) {
            const velocity = tf.add(tf.mul(momentum, velocities[name] as tf.Tensor), direction);
            updated.state[`velocity/${name}`] = velocity;
            direction = nesterov ? tf.add(direction, tf.mul(momentum, velocity)) : velocity;
          }
          updated.parameters[name] = tf.sub(weight, tf.mul(learningRate, direction));
        }
        return updated;
      });
    },
  };
}
