import { createHash } from 'node:crypto';
import { asError, DataError, readWholeFile } from '@arcface-ts/core';
import { fromBinary } from '@bufbuild/protobuf';
import { nodeFault } from './onnx-fault.js';
import { type OnnxTensor, onnxTensor } from './onnx-tensor.js';
import {
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
} from './proto/onnx_pb.js';

export interface OnnxNode {
  /** Its own name, or that of its output where it has none. */
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly output: string;
  readonly attributes: readonly AttributeProto[];
  /** Of the file that it was read from: what errors name. */
  readonly file: string;
}

/** A net in ONNX, of one input. */
export interface OnnxModel {
  readonly file: string;
  readonly sha256: string;
  /** Version of ONNX's ops. */
  readonly opset: number;
  readonly input: string;
  readonly outputs: readonly string[];
  /** Each after those whose outputs it takes. */
  readonly nodes: readonly OnnxNode[];
  /** Initializers, and values of Constant nodes, by name. */
  readonly constants: ReadonlyMap<string, OnnxTensor>;
}

/** The opsets in which the ops that we know mean what we take them to mean: 9 has Upsample, and a later one than the last was not looked at. */
const opsets = { first: 9, last: 25 } as const;

/** Throws a DataError that names the file, and the node where it is one's fault, for what is no such net. */
export async function readOnnxModel(file: string): Promise<OnnxModel> {
  const bytes = await readWholeFile(file).catch((error: NodeJS.ErrnoException) => {
    throw fault(file, 'a readable file', error.code ?? error.message, 'Name a file that is there.');
  });
  return { ...decodeOnnxModel(bytes, file), sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The net that the bytes of a file hold. */
export function decodeOnnxModel(bytes: Uint8Array, file: string): Omit<OnnxModel, 'sha256'> {
  const proto = decoded(bytes, file);
  const graph = proto.graph as GraphProto;
  const opset = opsetOf(proto, file);
  const constants = new Map<string, OnnxTensor>();
  for (const initializer of graph.initializer) {
    constants.set(
      initializer.name,
      within(file, `initializer ${initializer.name}`, () => onnxTensor(initializer)),
    );
  }
  // Before version 4 of the format, initializers are listed as inputs too.
  const inputs = graph.input.map(({ name }) => name).filter(name => !constants.has(name));
  if (inputs.length !== 1) throw fault(file, 'a net of one input', inputs.join(', ') || 'none');
  const nodes: OnnxNode[] = [];
  const known = new Set([...inputs, ...constants.keys(), '']);
  for (const node of graph.node.map(proto => nodeOf(proto, file))) {
    const missing = node.input.find(name => !known.has(name));
    if (missing !== undefined) throw nodeFault(node, 'inputs that come before it', missing);
    if (known.has(node.output)) throw nodeFault(node, 'one output of a name of its own', node.output || 'none');
    known.add(node.output);
    if (node.op === 'Constant') constants.set(node.output, constantOf(node));
    else nodes.push(node);
  }
  const outputs = graph.output.map(({ name }) => name);
  const computed = new Set(nodes.map(({ output }) => output));
  const missing = outputs.find(name => !computed.has(name));
  if (missing !== undefined) throw fault(file, 'outputs that a node computes', missing);
  return { file, opset, input: inputs[0] as string, outputs, nodes, constants };
}

function decoded(bytes: Uint8Array, file: string): ModelProto {
  let proto: ModelProto | undefined;
  let problem = 'something else';
  try {
    proto = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (thrown) {
    problem = `something else (${asError(thrown).message})`;
  }
  if (proto?.graph !== undefined && proto.graph.node.length > 0) return proto;
  throw fault(
    file,
    'an ONNX file',
    `${bytes.length} bytes of ${problem}`,
    'Look whether all of it was downloaded, and not a page about it or a pointer of Git LFS.',
  );
}

function opsetOf({ opsetImport }: ModelProto, file: string): number {
  const version = opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version;
  const { first, last } = opsets;
  if (version !== undefined && version >= first && version <= last) return Number(version);
  throw fault(
    file,
    `ONNX's opset ${first} to ${last}`,
    version === undefined ? 'none' : `opset ${version}`,
    'Export the net with opset 11.',
  );
}

function nodeOf({ name, opType, domain, input, output, attribute }: NodeProto, file: string): OnnxNode {
  const common = { name: name || (output[0] ?? ''), op: opType, input, attributes: attribute, file };
  // An op may have more outputs than one takes; those that we know have one.
  const node = { ...common, output: output[0] ?? '' };
  if (domain !== '' && domain !== 'ai.onnx') throw nodeFault(node, "an op of ONNX's own", `one of ${domain}`);
  if (output.length !== 1) throw nodeFault(node, 'one output', `${output.length}`);
  return node;
}

function constantOf(node: OnnxNode): OnnxTensor {
  const tensor = node.attributes.find(({ name }) => name === 'value')?.t;
  if (tensor === undefined) throw nodeFault(node, 'a tensor as value', 'another attribute');
  return within(node.file, `node ${node.name} (Constant)`, () => onnxTensor(tensor));
}

function within<Result>(file: string, what: string, read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    throw fault(file, `${what} as float32 or int64, complete`, asError(thrown).message);
  }
}

function fault(file: string, expected: string, received: string, next?: string): DataError {
  return DataError.because({ expected, received, place: file, ...(next === undefined ? {} : { next }) });
}
