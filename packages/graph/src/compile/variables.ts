import { UsageError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { NativeGraph, NativeSession, NativeTensor } from '../session/native-addon.js';
import { encodeSessionConfig, type SessionOptions } from '../session/session-config.js';
import { tensorflow } from '../start-tensorflow.js';
import { dtypeName, dtypeNumbers, tensorArray } from '../trace/dtypes.js';
import { nodeName } from '../trace/node-name.js';

/** The nodes of a variable: its handle, and those that write and read it as a whole. */
interface Variable {
  readonly shape: readonly number[];
  readonly dtype: number;
  readonly handle: number;
  readonly feed: number;
  readonly assign: number;
  readonly read: number;
}

/** The session that compiled functions and their variables live in. */
export interface SessionParts {
  readonly graph: NativeGraph;
  readonly session: NativeSession;
}

/**
 * Named arrays that live in a TensorFlow session, and that session. Every function compiled with them sees the same values;
 * a training step changes them, an evaluation reads them.
 */
export class Variables {
  readonly #parts: SessionParts;
  #disposed = false;
  readonly #variables = new Map<string, Variable>();

  private constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** A new session with variables of these values. The tensors stay the caller's. */
  static async create(values: Record<string, tf.Tensor>, options: SessionOptions = {}): Promise<Variables> {
    const { addon, device } = tensorflow();
    const graph = new addon.Graph();
    const session = new addon.Session(graph, encodeSessionConfig(options, device));
    const variables = new Variables({ graph, session });
    for (const [name, value] of Object.entries(values)) variables.#add(name, value);
    await variables.write(values);
    return variables;
  }

  get names(): string[] {
    return [...this.#variables.keys()];
  }

  /** For the compiler: graph and session. Throws a UsageError after `dispose`. */
  get parts(): SessionParts {
    if (!this.#disposed) return this.#parts;
    throw UsageError.because({
      expected: 'variables in use',
      received: 'ones that were disposed',
      place: 'Variables',
      next: 'Create them anew, and compile with the new ones.',
    });
  }

  /** For the compiler: the nodes of a variable. Throws a UsageError for a name that is none's. */
  variable(name: string): Variable {
    const variable = this.#variables.get(name);
    if (variable) return variable;
    throw UsageError.because({
      expected: `a variable out of ${this.names.slice(0, 20).join(', ')}`,
      received: JSON.stringify(name),
      place: 'Variables',
    });
  }

  /** Replaces the values of the variables that are named. Shapes and types must be theirs. */
  async write(values: Record<string, tf.Tensor>): Promise<void> {
    const entries = Object.entries(values).map(([name, value]) => ({ value, variable: this.variable(name), name }));
    for (const { name, value, variable } of entries) checkLike(name, variable, value);
    const feeds = entries.map(async ({ value, variable: { feed, dtype, shape } }) => {
      const data = tensorArray(dtype, (await value.data()) as ArrayLike<unknown>, 'a variable');
      return { node: feed, dtype, shape, data, borrow: false };
    });
    const targets = entries.map(({ variable }) => variable.assign);
    const fed = await Promise.all(feeds);
    // TensorFlow refuses a run of nothing.
    if (targets.length > 0) await this.parts.session.run(fed, new Int32Array(0), targets, null, null);
  }

  /** The values of the variables that are named, or of all, as tensors that are the caller's. */
  async read(names: readonly string[] = this.names): Promise<Record<string, tf.Tensor>> {
    const fetches = Int32Array.from(names.flatMap(name => [this.variable(name).read, 0]));
    if (fetches.length === 0) return {};
    const { fetched } = await this.parts.session.run([], fetches, [], null, null);
    return Object.fromEntries(names.map((name, i) => [name, tensorOf(fetched[i] as NativeTensor)]));
  }

  /** The serialized GraphDef of the variables and of every function compiled with them, for TensorBoard's Graphs tab for one. */
  graphDef(): Uint8Array {
    return this.parts.graph.serialize();
  }

  /** Ends the session and frees the variables. Runs under way end well; later ones are refused. */
  dispose(): void {
    this.#disposed = true;
    this.#parts.session.close();
  }

  #add(name: string, value: tf.Tensor): void {
    const { graph } = this.#parts;
    const dtype = dtypeOf(name, value);
    const shape = value.shape;
    const prefix = `variables/${this.#variables.size}_${nodeName(name)}`;
    const type = { name: 'dtype', type: 4, value: dtype } as const;
    const shaped = { name: 'shape', type: 5, value: shape } as const;
    const shared = { name: 'shared_name', type: 0, value: name } as const;
    const none = new Int32Array(0);
    const handle = graph.add('VarHandleOp', `${prefix}/handle`, none, [], [type, shaped, shared], []).node;
    const feed = graph.add('Placeholder', `${prefix}/feed`, none, [], [type, shaped], []).node;
    const assigned = Int32Array.of(handle, 0, feed, 0);
    const assign = graph.add('AssignVariableOp', `${prefix}/assign`, assigned, [-1, -1], [type], []).node;
    const read = graph.add('ReadVariableOp', `${prefix}/read`, Int32Array.of(handle, 0), [-1], [type], []).node;
    this.#variables.set(name, { shape, dtype, handle, feed, assign, read });
  }
}

function checkLike(name: string, variable: Variable, value: tf.Tensor): void {
  const dtype = dtypeOf(name, value);
  if (variable.dtype === dtype && variable.shape.join() === value.shape.join()) return;
  throw UsageError.because({
    expected: `"${name}" of shape [${variable.shape.join(', ')}] ${dtypeName(variable.dtype)}`,
    received: `[${value.shape.join(', ')}] ${value.dtype}`,
    place: 'Variables.write',
  });
}

function dtypeOf(name: string, { dtype }: tf.Tensor): number {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtypeNumbers[dtype];
  throw UsageError.because({
    expected: `the variable "${name}" of type float32, int32 or bool`,
    received: dtype,
    place: 'Variables',
  });
}

function tensorOf({ data, shape, dtype }: NativeTensor): tf.Tensor {
  const type = dtype === dtypeNumbers.float32 ? 'float32' : dtype === dtypeNumbers.bool ? 'bool' : 'int32';
  return tf.tensor(data as Float32Array | Int32Array | Uint8Array, [...shape], type);
}
