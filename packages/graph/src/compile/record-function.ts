import type * as tf from '@tensorflow/tfjs-core';
import type { OpAttribute } from '../fused/execute-op.js';
import type { NativeGraph } from '../session/native-addon.js';
import { dtypeNumbers } from '../trace/dtypes.js';
import { nodeName } from '../trace/node-name.js';
import { type RecordedTensor, Recording } from '../trace/recording.js';
import { traced } from '../trace/trace-backend.js';
import { namingMissingGradient } from '../trace/trace-error.js';
import { type Computed, checkComputed, checkGuard, checkUpdate } from './check-computed.js';
import type { InputSpec } from './compiled-inputs.js';
import type { Variables } from './variables.js';

type Tensors = Record<string, tf.Tensor>;

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
  /** The name of the node that fails where the guard is false; null without a guard. */
  readonly guard: string | null;
}

/** Calls a function once and adds what it does to a graph, checked against an earlier recording of it if there is one. */
export function recordFunction(signature: Signature, graph: NativeGraph, earlier?: Recording): RecordedFunction {
  const { fn, inputs, variables, scope } = signature;
  const recording = new Recording(graph, scope, earlier);
  return traced(recording, ({ idOf, tensorOf }) => {
    const placeholders: Record<string, number> = {};
    const inputTensors: Tensors = {};
    for (const [name, { shape, dtype }] of Object.entries(inputs)) {
      const attributes = [typed('dtype', dtypeNumbers[dtype]), shaped(shape)];
      const { node, ids } = recording.op('Placeholder', attributes, [], {
        name: `${scope}/inputs/${Object.keys(placeholders).length}_${nodeName(name)}`,
      });
      placeholders[name] = node;
      inputTensors[name] = tensorOf(dtype === 'uint8' ? castToFloat(recording, first(ids)) : first(ids));
    }

    const handles: Record<string, number> = {};
    const variableTensors: Tensors = {};
    for (const name of variables.names) {
      const { shape, dtype } = variables.variable(name);
      const attributes = [typed('dtype', dtype), shaped(shape), { name: 'shared_name', type: 0, value: name }];
      handles[name] = first(recording.op('VarHandleOp', attributes, []).ids);
      const { ids } = recording.op('ReadVariableOp', [typed('dtype', dtype)], [handles[name]]);
      variableTensors[name] = tensorOf(first(ids));
    }

    const computed = namingMissingGradient(() => fn(inputTensors, variableTensors));
    checkComputed(computed);
    const outputs = idsOf(computed.outputs, idOf).map(([name, id]) => [name, fetchable(recording, id)] as const);
    const updates = idsOf(computed.updates ?? {}, idOf);
    for (const [name, id] of updates) checkUpdate(name, variables, recording.tensor(id));
    const guard = computed.guard === undefined ? null : `${scope}/guard`;
    const controls = updates.length === 0 ? [] : [computedNode(recording, [...outputs, ...updates])];
    if (guard !== null) controls.push(guardNode(recording, idOf(computed.guard as tf.Tensor), guard));
    const assigns = updates.map(([name, id]) => {
      const attributes = [typed('dtype', recording.tensor(id).dtype)];
      return recording.op('AssignVariableOp', attributes, [handles[name] as number, id], { controls }).node;
    });
    recording.checkComplete();
    const fetched = outputs.map(([name, id]) => [name, recording.tensor(id)]);
    return { recording, placeholders, outputs: Object.fromEntries(fetched), assigns, guard };
  });
}

function idsOf(values: Tensors, idOf: (tensor: tf.Tensor) => number): (readonly [string, number])[] {
  return Object.entries(values).map(([name, value]) => [name, idOf(value)]);
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

/** TensorFlow does not fetch what is fed, but a copy of it. */
function fetchable(recording: Recording, id: number): number {
  const { op, dtype } = recording.tensor(id);
  return op === 'Placeholder' ? first(recording.op('Identity', [typed('T', dtype)], [id]).ids) : id;
}

/**
 * A node that has run when all values are there. An update behind it is applied after every read of a variable, and not at all when
 * another value cannot be computed.
 */
function computedNode(recording: Recording, values: readonly (readonly [string, number])[]): number {
  const controls = [...new Set(values.map(([, id]) => recording.tensor(id).node))];
  return recording.op('NoOp', [], [], { controls }).node;
}

/** A node that fails the run where the scalar is false; what must not happen then runs after it. */
function guardNode(recording: Recording, id: number, name: string): number {
  checkGuard(recording.tensor(id));
  const types = { name: 'T', type: 4, value: [recording.tensor(id).dtype] };
  return recording.op('Assert', [types], [id, id], { name }).node;
}
