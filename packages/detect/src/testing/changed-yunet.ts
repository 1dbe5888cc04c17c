import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import * as tf from '@tensorflow/tfjs-core';
import { decodeOnnxModel } from '../onnx/onnx-model.js';
import {
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
  type TensorProto,
} from '../onnx/proto/onnx_pb.js';
import { onnxWeights, runOnnx } from '../onnx/run-onnx.js';

/** A YuNet with few channels and random weights: fixtures/make-onnx.py. */
export const tinyYunetFile = fileURLToPath(new URL('../../fixtures/tiny-yunet.onnx', import.meta.url));
export const tinyYunet = new Uint8Array(readFileSync(tinyYunetFile));

/** Reads a net and computes it on a small photo: the error, where there is one. */
export function faultOf(bytes: Uint8Array): unknown {
  try {
    const model = { ...decodeOnnxModel(bytes, 'net.onnx'), sha256: '' };
    const weights = onnxWeights(model);
    tf.tidy(() => void runOnnx(model, tf.zeros([1, 32, 32, 3]), weights));
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

/** Parts of a net, to be changed. */
export interface Net {
  readonly model: ModelProto;
  readonly graph: GraphProto;
  /** The first node of that op. */
  node(op: string): NodeProto;
  attribute(op: string, name: string): AttributeProto;
  initializer(name: string): TensorProto;
}

/** The bytes of the tiny YuNet after a change. */
export function changedYunet(change: (net: Net) => unknown): Uint8Array {
  const model = fromBinary(ModelProtoSchema, tinyYunet);
  const graph = model.graph as GraphProto;
  const node = (op: string) => graph.node.find(({ opType }) => opType === op) as NodeProto;
  change({
    model,
    graph,
    node,
    attribute: (op, name) => node(op).attribute.find(attribute => attribute.name === name) as AttributeProto,
    initializer: name => graph.initializer.find(initializer => initializer.name === name) as TensorProto,
  });
  return toBinary(ModelProtoSchema, model);
}

/** The message of its fault after a change. */
export function faultAfter(change: (net: Net) => unknown): string {
  return String(faultOf(changedYunet(change)));
}
