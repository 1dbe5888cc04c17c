import { UsageError } from '@arcface-ts/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { OpAttribute } from '../fused/execute-op.js';
import type { NativeGraph } from '../session/native-addon.js';
import { dtypeName, dtypeNumbers } from '../trace/dtypes.js';
import { type RecordedTensor, Recording } from '../trace/recording.js';
import { traced } from '../trace/trace-backend.js';
import { TraceError } from '../trace/trace-error.js';
import type { InputSpec } from './compiled-inputs.js';
import type { Variables } from './variables.js';

type Tensors = Record<string, tf.Tensor>;

/** What a function to be compiled returns. */
export interface Computed {
  /** Values that each run gives. */
  readonly outputs: Tensors;
  /** New values of variables. All are applied after everything has been read, or none. */
  readonly updates?: Tensors;
  /** A bool scalar: the updates are applied only where it is true. */
  readonly guard?: tf.Tensor;
}

export type TracedFunction = (inputs: Tensors, variables: Tensors) => Computed;

/** A function and what it takes; `scope` is what its nodes are called. */
export interface Signature {
  readonly fn: TracedFunction;
  readonly inputs: Record<string, InputSpec>;
  readonly variables: Variables;
  readonly scope: string;
}

/** Where in the graph a function's inputs, outputs and updates are. */
export interface RecordedFunction {
  readonly recording: Recording;
  /** Nodes to feed, by input. */
  readonly placeholders: Record<string, number>;
  readonly outputs: Record<string, RecordedTensor>;
  /** Nodes that apply the updates. */
  readonly assigns: readonly number[];
  /** TensorFlow's message has it when the guard was false. */
  readonly guardName: string;
}

/** Calls a function once and adds what it does to a graph, checked against an earlier recording of it if there is one. */
export function recordFunction(signature: Signature, graph: NativeGraph, earlier?: Recording): RecordedFunction {
  const { fn, inputs, variables, scope } = signature;
  const recording = new Recording(graph, scope, earlier);
  const guardName = `${scope}/guard`;
  return traced(recording, ({ idOf, tensorOf }) => {
    const placeholders: Record<string, number> = {};
    const inputTensors: Tensors = {};
    for (const [name, { shape, dtype }] of Object.entries(inputs)) {
      const attributes = [typed('dtype', dtypeNumbers[dtype]), shaped(shape)];
      const { node, ids } = recording.op('Placeholder', attributes, [], { name: `${scope}/${name}` });
      placeholders[name] = node;
      inputTensors[name] = tensorOf(dtype === 'uint8' ? castToFloat(recording, first(ids)) : first(ids));
    }

    const handles: Record<string, number> = {};
    const reads: Record<string, number> = {};
    const variableTensors: Tensors = {};
    for (const name of variables.names) {
      const { shape, dtype } = variables.variable(name);
      const attributes = [typed('dtype', dtype), shaped(shape), { name: 'shared_name', type: 0, value: name }];
      handles[name] = first(recording.op('VarHandleOp', attributes, []).ids);
      const { node, ids } = recording.op('ReadVariableOp', [typed('dtype', dtype)], [handles[name]]);
      reads[name] = node;
      variableTensors[name] = tensorOf(first(ids));
    }

    const computed = fn(inputTensors, variableTensors);
    checkNotPromise(computed);
    const outputs = Object.entries(computed.outputs).map(([name, value]) => [name, recording.tensor(idOf(value))]);
    const guards = computed.guard === undefined ? [] : [guardNode(recording, idOf(computed.guard), guardName)];
    const assigns = Object.entries(computed.updates ?? {}).map(([name, value]) => {
      const id = idOf(value);
      checkUpdate(name, variables, recording.tensor(id));
      const attributes = [typed('dtype', recording.tensor(id).dtype)];
      const controls = [reads[name] as number, ...guards];
      return recording.op('AssignVariableOp', attributes, [handles[name] as number, id], { controls }).node;
    });
    recording.checkComplete();
    return { recording, placeholders, outputs: Object.fromEntries(outputs), assigns, guardName };
  });
}

function first(ids: readonly number[]): number {
  return ids[0] as number;
}

function typed(name: string, dtype: number): OpAttribute {
  return { name, type: 4, value: dtype }; // TF_ATTR_TYPE
}

function shaped(shape: readonly number[]): OpAttribute {
  return { name: 'shape', type: 5, value: [...shape] }; // TF_ATTR_SHAPE
}

function castToFloat(recording: Recording, id: number): number {
  return first(
    recording.op('Cast', [typed('SrcT', dtypeNumbers.uint8), typed('DstT', dtypeNumbers.float32)], [id]).ids,
  );
}

/** A node that fails the run where the scalar is false; what must not happen then runs after it. */
function guardNode(recording: Recording, id: number, name: string): number {
  const types = { name: 'T', type: 4, value: [recording.tensor(id).dtype] };
  return recording.op('Assert', [types], [id, id], { name }).node;
}

function checkUpdate(name: string, variables: Variables, value: RecordedTensor): void {
  const { shape, dtype } = variables.variable(name);
  if (dtype === value.dtype && shape.join() === value.shape.join()) return;
  throw UsageError.because({
    expected: `the update of "${name}" of shape [${shape.join(', ')}] ${dtypeName(dtype)}`,
    received: `[${value.shape.join(', ')}] ${dtypeName(value.dtype)}`,
    place: 'compile',
  });
}

function checkNotPromise(computed: unknown): void {
  if (!(computed instanceof Promise)) return;
  throw TraceError.because({
    expected: 'a function that returns tensors',
    received: 'one that returns a promise',
    place: 'compile',
    next: 'A traced function cannot wait for anything.',
  });
}
