import * as tf from '@tensorflow/tfjs-core';
import type { StepParts } from '../step/train-step.js';
import { type TrainingState, withNewSlots } from '../step/training-state.js';
import type { Trainer } from './trainer.js';

/** Makes a trainer of a step's parts and a state, which it takes over. */
export type StartTrainer = (parts: StepParts, start: TrainingState) => Trainer | Promise<Trainer>;

/**
 * Trains with the backbone frozen up to a step, and all of the net from there. The optimizer then begins anew, its slots at 0: there
 * were none of the backbone's, and Adam counts its steps for all parameters together. A state says by its place alone which of
 * the two goes on from it, so that a run that was cut off at the very step goes on as one that was not.
 * @param options.stepsDone of the start   @param options.frozenSteps 0: nothing is ever frozen
 */
export async function thawingTrainer(
  parts: StepParts,
  start: TrainingState,
  options: { readonly frozenSteps: number; readonly stepsDone: number; readonly create: StartTrainer },
): Promise<Trainer> {
  const { frozenSteps, create } = options;
  let { stepsDone } = options;
  let frozen = frozenSteps > 0 && stepsDone <= frozenSteps;
  let trainer = await create({ ...parts, backbone: frozen ? 'frozen' : 'trained' }, start);
  const thaw = async (): Promise<void> => {
    const { parameters, optimizer, average } = await trainer.state();
    tf.dispose(optimizer);
    trainer.dispose();
    const whole: StepParts = { ...parts, backbone: 'trained' };
    trainer = await create(whole, withNewSlots(whole, parameters, average));
    frozen = false;
  };
  return {
    async step(batch, stepOptions) {
      if (frozen && stepsDone === frozenSteps) await thaw();
      const result = await trainer.step(batch, stepOptions);
      stepsDone++;
      return result;
    },
    embed: batch => trainer.embed(batch),
    state: () => trainer.state(),
    dispose: () => trainer.dispose(),
  };
}
