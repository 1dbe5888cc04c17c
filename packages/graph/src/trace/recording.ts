import { ArcfaceError, asError } from '@arcface-ts/core';
import type { OpAttribute } from '../fused/execute-op.js';
import type { NativeGraph, NativeTensor, TensorArray } from '../session/native-addon.js';
import { decodeOpDefinition, groupInputs, type OpDefinition } from '../session/op-definition.js';
import { dtypeName, tensorArray } from './dtypes.js';
import { callSite, TraceError } from './trace-error.js';

/** An output of a recorded op. */
export interface RecordedTensor {
  readonly node: number;
  readonly output: number;
  readonly op: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** A recorded op: its node in the graph, and the ids of its outputs in the recording. */
export interface RecordedOp {
  readonly node: number;
  readonly ids: readonly number[];
}

/** What was recorded, in order: two traces of one function must give the same. */
interface Entry {
  /** Op, attributes and inputs, the nodes counted from the first of this recording. */
  readonly text: string;
  /** The values of a Const. */
  readonly constant?: NativeTensor;
}

const emptyGroups: number[] = [];

/**
 * Adds ops to a graph in place of executing them. TensorFlow's own shape inference gives shapes and types at once.
 * Given an earlier recording of the same function, it checks each op against it.
 */
export class Recording {
  readonly #graph: NativeGraph;
  readonly #scope: string;
  readonly #earlier: Recording | undefined;
  readonly #entries: Entry[] = [];
  readonly #tensors = new Map<number, RecordedTensor>();
  readonly #definitions = new Map<string, OpDefinition>();
  readonly #ordinals = new Map<number, number>();
  #nextId = 0;

  constructor(graph: NativeGraph, scope: string, earlier?: Recording) {
    this.#graph = graph;
    this.#scope = scope;
    this.#earlier = earlier;
  }

  /** Number of ops so far. */
  get length(): number {
    return this.#entries.length;
  }

  /** Records an op on tensors of this recording, to run after the nodes of `controls`; returns its node and the ids of its outputs. */
  op(
    op: string,
    attributes: readonly OpAttribute[],
    ids: readonly number[],
    options: { controls?: readonly number[]; name?: string } = {},
  ): RecordedOp {
    const inputs = ids.map(id => this.tensor(id));
    const known = attributes.map(({ name, type, value }) => `${name}:${type}=${JSON.stringify(value)}`);
    const from = inputs.map(input => `${this.#ordinals.get(input.node)}.${input.output}`);
    this.#enter({ text: `${op}(${from.join(', ')}) {${known.join(', ')}}` }, op);
    const { controls = [], name = this.#nameOf(op) } = options;
    try {
      const groups = groupInputs(this.#definition(op), inputs.length, attributes);
      const flat = Int32Array.from(inputs.flatMap(input => [input.node, input.output]));
      const added = this.#graph.add(op, name, flat, groups, attributes, controls);
      return { node: added.node, ids: this.#outputsOf(op, added) };
    } catch (error) {
      throw error instanceof ArcfaceError ? error : refused(op, inputs, asError(error));
    }
  }

  /** Records values as a constant. */
  constant(dtype: number, shape: readonly number[], values: ArrayLike<unknown>): number {
    const value: NativeTensor = { dtype, shape, data: tensorArray(dtype, values, 'a constant of the traced function') };
    this.#enter({ text: `Const [${shape.join(', ')}] ${dtypeName(dtype)}`, constant: value }, 'Const');
    const attributes = [
      { name: 'dtype', type: 4, value: dtype },
      { name: 'value', type: 6, value },
    ] as const;
    const added = this.#graph.add('Const', this.#nameOf('Const'), new Int32Array(0), emptyGroups, attributes, []);
    return this.#outputsOf('Const', added)[0] as number;
  }

  tensor(id: number): RecordedTensor {
    const tensor = this.#tensors.get(id);
    if (tensor) return tensor;
    throw TraceError.because({
      expected: 'a tensor that was made during this trace',
      received: 'another one',
      place: callSite(),
      next: 'Hand tensors from outside to the function as inputs or variables.',
    });
  }

  /** A function that ran to another end than the first time has recorded fewer ops. */
  checkComplete(): void {
    if (this.#earlier && this.#earlier.length !== this.length) {
      throw differs(`${this.#earlier.length} ops`, `${this.length}`, 'the end of the function');
    }
  }

  #nameOf(op: string): string {
    return `${this.#scope}/${op}_${this.#entries.length}`;
  }

  #definition(op: string): OpDefinition {
    let definition = this.#definitions.get(op);
    if (definition === undefined) {
      definition = decodeOpDefinition(this.#graph.opDefinition(op));
      this.#definitions.set(op, definition);
    }
    return definition;
  }

  #enter(entry: Entry, op: string): void {
    const at = this.#entries.length;
    this.#entries.push(entry);
    if (!this.#earlier) return;
    const expected = this.#earlier.#entries[at];
    if (expected?.text !== entry.text) throw differs(expected?.text ?? 'no further op', entry.text, callSite());
    const { constant } = entry;
    if (constant && expected.constant) checkSame(expected.constant, constant, op);
  }

  #outputsOf(op: string, { node, outputs }: ReturnType<NativeGraph['add']>): number[] {
    this.#ordinals.set(node, this.#ordinals.size);
    return outputs.map(({ dtype, shape }, output) => {
      if (shape === null || shape.includes(-1)) {
        throw TraceError.because({
          expected: `the shape of what ${op} gives to follow from the shapes of what it is given`,
          received: shape === null ? 'an unknown one' : `[${shape.join(', ')}], where −1 is unknown`,
          place: callSite(),
          next: 'A graph has fixed shapes: use an op whose result does not depend on values.',
        });
      }
      const id = this.#nextId++;
      this.#tensors.set(id, { node, output, op, dtype, shape });
      return id;
    });
  }
}

/** TensorFlow's own words on why it does not take an op, with the place that it cannot know. */
function refused(op: string, inputs: readonly RecordedTensor[], { message }: Error): TraceError {
  const given = inputs.map(({ shape, dtype }) => `[${shape.join(', ')}] ${dtypeName(dtype)}`);
  return TraceError.because({
    expected: `TensorFlow to take ${op} of (${given.join(', ')})`,
    received: `"${message.trim()}"`,
    place: callSite(),
  });
}

function differs(first: string, second: string, place: string): TraceError {
  return TraceError.because({
    expected: `two traces of the function to record the same; the first had ${first}`,
    received: second,
    place,
    next: 'What changes between calls (random numbers, clocks, counters) must be an input or a variable.',
  });
}

function checkSame(first: NativeTensor, second: NativeTensor, op: string): void {
  const different = (a: TensorArray, b: TensorArray): number => a.findIndex((value, i) => !Object.is(value, b[i]));
  const at = (different as (a: unknown, b: unknown) => number)(first.data, second.data);
  if (at < 0) return;
  const shown = `${op} [${first.shape.join(', ')}] with ${first.data[at]} at ${at}`;
  throw differs(shown, String(second.data[at]), callSite());
}
