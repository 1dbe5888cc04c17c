import { UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { dtypeName, dtypeNumbers } from '../trace/dtypes.js';
import type { RecordedTensor } from '../trace/recording.js';
import { TraceError } from '../trace/trace-error.js';
import type { Variables } from './variables.js';

/** What a function to be compiled returns. */
export interface Computed {
  /** Values that each run gives. */
  readonly outputs: Record<string, tf.Tensor>;
  /**
   * New values of variables. They are applied once all of them and the outputs are there: a run that fails on the way, or
   * whose guard is false, changes nothing. Whatever the function reads of a variable is the value from before.
   */
  readonly updates?: Record<string, tf.Tensor>;
  /** A bool scalar: the updates are applied only where it is true. */
  readonly guard?: tf.Tensor;
}

/** Refuses what a function returned when it is not tensors by name, at least one. */
export function checkComputed(computed: Computed): void {
  if ((computed as unknown) instanceof Promise) {
    // What the rest of the function does is nobody's affair any more.
    (computed as unknown as Promise<unknown>).catch(() => undefined);
    throw TraceError.because({
      expected: 'a function that returns tensors',
      received: 'one that returns a promise',
      place: 'compile',
      next: 'A traced function cannot wait for anything.',
    });
  }
  const { outputs, updates, guard } = computed ?? {};
  const wrong =
    wrongPart({ outputs: outputs ?? null, updates: updates ?? {} }) ?? (guard && wrongTensor('guard', guard));
  const count = Object.keys({ ...outputs, ...updates }).length;
  if (count > 0 && !wrong) return;
  throw UsageError.because({
    expected: 'a function that returns { outputs, updates?, guard? }, tensors by name, at least one of them',
    received: wrong || 'none',
    place: 'compile',
  });
}

export function checkUpdate(name: string, variables: Variables, value: RecordedTensor): void {
  const { shape, dtype } = variables.variable(name);
  if (dtype === value.dtype && shape.join() === value.shape.join()) return;
  throw UsageError.because({
    expected: `the update of "${name}" of shape [${shape.join(', ')}] ${dtypeName(dtype)}`,
    received: `[${value.shape.join(', ')}] ${dtypeName(value.dtype)}`,
    place: 'compile',
  });
}

export function checkGuard({ shape, dtype }: RecordedTensor): void {
  if (shape.length === 0 && dtype === dtypeNumbers.bool) return;
  throw UsageError.because({
    expected: 'a guard that is a bool scalar',
    received: `[${shape.join(', ')}] ${dtypeName(dtype)}`,
    place: 'compile',
    next: 'Reduce it by tf.all or tf.any.',
  });
}

function wrongPart(parts: Record<string, Record<string, unknown> | null>): string | undefined {
  for (const [part, values] of Object.entries(parts)) {
    if (values === null) return `no ${part}`;
    for (const [name, value] of Object.entries(values)) {
      const wrong = wrongTensor(`${part}.${name}`, value);
      if (wrong) return wrong;
    }
  }
  return undefined;
}

function wrongTensor(name: string, value: unknown): string | undefined {
  return value instanceof tf.Tensor ? undefined : `${typeof value} as ${name}`;
}
