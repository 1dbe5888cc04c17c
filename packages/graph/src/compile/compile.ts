import { UsageError } from '@arcface-ts/core';
import type * as tf from '@tensorflow/tfjs-core';
import { fullTrace } from '../profile/full-trace.js';
import type { NativeFeed, NativeResult, NativeTensor } from '../session/native-addon.js';
import { tensorflow } from '../start-tensorflow.js';
import { nodeName } from '../trace/node-name.js';
import type { Computed } from './check-computed.js';
import { feedOf, type InputSpec, type InputValue } from './compiled-inputs.js';
import { recordFunction, type TracedFunction } from './record-function.js';
import type { Variables } from './variables.js';

export interface CompileOptions<Inputs extends Record<string, InputSpec>> {
  readonly inputs: Inputs;
  readonly variables: Variables;
  /** What its nodes are called in the graph. */
  readonly name?: string;
}

/** What a run gives. */
export interface RunResult {
  readonly outputs: Record<string, NativeTensor>;
  /** Whether the updates were applied: false when the guard said no. */
  readonly applied: boolean;
  /** uint8 inputs that were copied after all: TensorFlow reads in place what begins at a multiple of 64 bytes in memory. */
  readonly copied: readonly string[];
}

/** A function as a part of a TensorFlow graph. */
export interface Compiled<Inputs extends Record<string, InputSpec>> {
  /** Number of recorded ops. */
  readonly ops: number;
  /**
   * Runs it off the main thread. A uint8 array must not change until the promise has settled: it is read in place where it
   * can be. The others are copied at once.
   *
   * Rejects with a ShapeError for a value of another length or type, with a UsageError for a name that is no input's and after
   * `dispose`, and with TensorFlow's own error, whose `code` is its name for the kind (INVALID_ARGUMENT, …). A run that was
   * rejected has changed no variable.
   */
  run(feeds: { readonly [Name in keyof Inputs]: InputValue }): Promise<RunResult>;
  /** Runs it with TensorFlow's tracing switched on; returns the serialized RunMetadata. */
  profile(feeds: { readonly [Name in keyof Inputs]: InputValue }): Promise<Uint8Array>;
}

let compiledFunctions = 0;

/**
 * Turns a function of tensors into a graph that TensorFlow runs as a whole: tfjs's ops, gradients and all. The function is
 * called twice, computes nothing then, and is not called again. It must be pure: what it gives follows from its inputs and
 * variables; it reads no values.
 *
 * Throws a TraceError that names op and place for a value read, for a tensor from outside, for an op whose result has no fixed
 * shape or no gradient, and for whatever differs between the two calls; a UsageError for updates that do not fit. Either leaves
 * everything as it was.
 */
export function compile<Inputs extends Record<string, InputSpec>>(
  fn: (inputs: { [Name in keyof Inputs]: tf.Tensor }, variables: Record<string, tf.Tensor>) => Computed,
  options: CompileOptions<Inputs>,
): Compiled<Inputs> {
  const { inputs, variables, name = 'function' } = options;
  const scope = `${nodeName(name)}_${compiledFunctions++}`;
  const { graph } = variables.parts;
  // The first trace goes into a graph of its own, with variables of its own, so that a fault leaves nothing behind.
  const signature = { fn: fn as TracedFunction, inputs, variables, scope };
  const first = recordFunction(signature, new (tensorflow().addon.Graph)());
  const compiled = recordFunction(signature, graph, first.recording);
  const fetches = Int32Array.from(Object.values(compiled.outputs).flatMap(({ node, output }) => [node, output]));
  const feedsOf = (values: Record<string, InputValue>): NativeFeed[] => {
    const unknown = Object.keys(values).find(key => !(key in inputs));
    if (unknown !== undefined) {
      throw UsageError.because({
        expected: `inputs ${Object.keys(inputs).join(', ')}`,
        received: JSON.stringify(unknown),
        place: `run of ${name}`,
      });
    }
    return Object.entries(inputs).map(([key, spec]) =>
      feedOf({ name: key, node: compiled.placeholders[key] as number, spec, place: `run of ${name}` }, values[key]),
    );
  };
  const { assigns, guard } = compiled;
  const runWith = async (values: Record<string, InputValue>, options: Uint8Array | null): Promise<NativeResult> =>
    variables.parts.session.run(feedsOf(values), fetches, assigns, options, guard);
  return {
    ops: compiled.recording.length,
    async run(values) {
      const { fetched, applied, copied } = await runWith(values, null);
      const outputs = Object.keys(compiled.outputs).map((key, i) => [key, fetched[i] as NativeTensor]);
      const names = Object.keys(inputs);
      return { outputs: Object.fromEntries(outputs), applied, copied: copied.map(i => names[i] as string) };
    },
    async profile(values) {
      return (await runWith(values, fullTrace)).metadata as Uint8Array;
    },
  };
}
