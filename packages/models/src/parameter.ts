import type { RandomStream } from '@arcface-ts/core';

/**
 * What a parameter is for. Weight decay, freezing and counting go by it:
 * kernel and centre are the weights proper, bias what a linear layer adds to its product; scale, offset and slope belong to
 * norms and activations; mean and variance are moments of a batch norm, running is a figure that a loss carries from step to step:
 * no gradient changes these.
 */
export type ParameterRole =
  | 'kernel'
  | 'centre'
  | 'bias'
  | 'scale'
  | 'offset'
  | 'slope'
  | 'mean'
  | 'variance'
  | 'running';

/** A named array of a model. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly role: ParameterRole;
  /** Fills the array's first values; the stream is the parameter's own. */
  readonly initialize: (values: Float32Array, stream: RandomStream) => void;
}

/** Whether the optimizer changes it; moments of a batch norm and running figures follow the batches instead. */
export function isTrained({ role }: ParameterSpec): boolean {
  return role !== 'mean' && role !== 'variance' && role !== 'running';
}

/** Whether weight decay applies: biases, norms and PReLU slopes have none (https://arxiv.org/abs/1812.01187, section 3.1). */
export function isDecayed({ role }: ParameterSpec): boolean {
  return role === 'kernel' || role === 'centre';
}

export function constant(value: number): ParameterSpec['initialize'] {
  return values => {
    values.fill(value);
  };
}

/** Normal distribution with deviation √(2 / fan): He et al. 2015, https://arxiv.org/abs/1502.01852, equation 14. */
export function heNormal(fan: number): ParameterSpec['initialize'] {
  return normal(Math.sqrt(2 / fan));
}

export function normal(deviation: number): ParameterSpec['initialize'] {
  return (values, stream) => {
    for (let i = 0; i < values.length; i++) values[i] = deviation * stream.normal();
  };
}

/** Normal distribution with deviation √(2 / (inputs + outputs)): Glorot & Bengio 2010, equation 12. */
export function xavierNormal(inputs: number, outputs: number): ParameterSpec['initialize'] {
  return normal(Math.sqrt(2 / (inputs + outputs)));
}

/** Uniform distribution in ±bound. */
export function uniform(bound: number): ParameterSpec['initialize'] {
  return (values, stream) => {
    for (let i = 0; i < values.length; i++) values[i] = stream.between(-bound, bound);
  };
}
