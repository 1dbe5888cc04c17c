import type { OpAttribute } from '../fused/execute-op.js';

/** Arrays that a tensor's values lie in, by TensorFlow's type: float32, int32, int64, and bytes for uint8 and bool. */
export type TensorArray = Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** A tensor's values in JavaScript. `dtype` is TensorFlow's TF_DataType. */
export interface NativeTensor {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly data: TensorArray;
}

/** An attribute that is a tensor: the value of a Const. */
export interface TensorAttribute {
  readonly name: string;
  readonly type: 6; // TF_ATTR_TENSOR
  readonly value: NativeTensor;
}

/** A node that was added, with what TensorFlow's shape inference says of its outputs; −1 is an unknown length. */
export interface AddedNode {
  readonly node: number;
  readonly outputs: readonly { readonly dtype: number; readonly shape: readonly number[] | null }[];
}

/** A TensorFlow graph under construction. Nodes are numbered; an output is a pair of node and index. */
export interface NativeGraph {
  /** The serialized OpDef. Throws when TensorFlow knows no such op. */
  opDefinition(op: string): Uint8Array;
  /**
   * @param inputs node, output, node, output, …   @param groups for each declared input −1, or the length of the list it is
   * @param controls nodes that must have run before
   */
  add(
    op: string,
    name: string,
    inputs: Int32Array,
    groups: readonly number[],
    attributes: readonly (OpAttribute | TensorAttribute)[],
    controls: readonly number[],
  ): AddedNode;
  /** Adds the nodes of a serialized GraphDef, their names behind a prefix. */
  load(graphDef: Uint8Array, prefix: string): void;
  /** The node of that name. */
  find(name: string): number | undefined;
  /** The serialized GraphDef. */
  serialize(): Uint8Array;
}

export interface NativeFeed extends NativeTensor {
  readonly node: number;
  /** Let TensorFlow read the array in place instead of a copy: it must not change until the run has ended. */
  readonly borrow: boolean;
}

export interface NativeResult {
  readonly fetched: readonly NativeTensor[];
  /** The serialized RunMetadata, when run options asked for it. */
  readonly metadata: Uint8Array | null;
  readonly applied: boolean;
  /** Which feeds were to be borrowed and were copied, since they do not begin at a multiple of 64 bytes. */
  readonly copied: readonly number[];
}

/** A TensorFlow session: runs parts of its graph, on a thread of Node's pool, and keeps the variables. */
export interface NativeSession {
  devices(): string[];
  /**
   * Rejects with TensorFlow's message; `code` is its name for the kind of error. When the node called `guard` has failed the
   * run, it is run again without the targets, and `applied` is false.
   */
  run(
    feeds: readonly NativeFeed[],
    fetches: Int32Array,
    targets: readonly number[],
    runOptions: Uint8Array | null,
    guard: string | null,
  ): Promise<NativeResult>;
  /** Runs under way end well; later ones are refused. */
  close(): void;
}

/** What our add-on exports: see native/addon.cc. */
export interface NativeAddon {
  readonly Graph: new () => NativeGraph;
  readonly Session: new (graph: NativeGraph, config: Uint8Array) => NativeSession;
  /** Gives memory that is free at present, but kept for later, back, and takes address space for the tensors of a step. */
  settleMemory(): void;
}
