/**
 * A number as a function of the step, counted from 0: a learning rate, a margin. Pure, so that nothing of it is saved in a
 * checkpoint. It is computed in the loop and fed to the step.
 */
export type Schedule = (step: number) => number;
