import { ArcfaceError } from '@arcface-ts/core';
import { depthwiseConvSame, relu, scaleShift, scaleShiftAdd } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { GraphModel, GraphNode } from './graph-model.js';
import { decoded, nodeName } from './node-text.js';
import { residualEnds } from './residual-ends.js';

/** What a node takes: its inputs as tensors, or as the numbers of a Const that says a shape or a padding. */
interface Inputs {
  tensor(index: number): tf.Tensor;
  numbers(index: number): number[];
}

type Op = (inputs: Inputs, node: GraphNode) => tf.Tensor;

const ops: Record<string, Op> = {
  Identity: ({ tensor }) => tensor(0),
  AddV2: ({ tensor }) => tf.add(tensor(0), tensor(1)),
  Relu: ({ tensor }) => relu(tensor(0)),
  Prelu: ({ tensor }) => {
    const [x, slope] = [tensor(0) as tf.Tensor4D, tf.reshape(tensor(1), [-1]) as tf.Tensor1D];
    return scaleShift([x, tf.ones([slope.size]), tf.zeros([slope.size]), slope]);
  },
  Sigmoid: ({ tensor }) => tf.sigmoid(tensor(0)),
  Pad: ({ tensor, numbers }) => {
    const around = numbers(1);
    const pairs = Array.from({ length: around.length / 2 }, (_, i) => around.slice(2 * i, 2 * i + 2));
    return tf.pad(tensor(0), pairs as [number, number][]);
  },
  // The graph may have been saved for one photo: whatever its first length says, it is that of the batch.
  Reshape: ({ tensor, numbers }) => tf.reshape(tensor(0), [tensor(0).shape[0] as number, ...numbers(1).slice(1)]),
  MaxPool: ({ tensor }, node) =>
    tf.maxPool(tensor(0) as tf.Tensor4D, sides(node, 'ksize'), sides(node, 'strides'), padding(node)),
  DepthwiseConv2dNative: ({ tensor }, node) => {
    const [x, filter] = [tensor(0) as tf.Tensor4D, tensor(1) as tf.Tensor4D];
    const [stride] = sides(node, 'strides');
    const same = padding(node) === 'same';
    return same ? depthwiseConvSame(x, filter, stride) : tf.depthwiseConv2d(x, filter, stride, 'valid');
  },
  _FusedConv2D: ({ tensor }, node) => {
    const x = convolved(tensor(0), tensor(1), node);
    const bias = tensor(2) as tf.Tensor1D;
    const then = (node.attr['fused_ops']?.list?.s ?? []).map(decoded).join(', ');
    const slopes: Record<string, () => tf.Tensor1D | undefined> = {
      BiasAdd: () => undefined,
      // ReLU is the PReLU of slope 0.
      'BiasAdd, Relu': () => tf.zeros([bias.size]),
      'BiasAdd, Prelu': () => tf.reshape(tensor(3), [bias.size]),
    };
    const slopeOf = slopes[then];
    if (slopeOf === undefined) throw unknown(`${node.op} with ${then}`, node);
    const [gain, slope] = [tf.ones([bias.size]), slopeOf()];
    return scaleShift(slope === undefined ? [x, gain, bias] : [x, gain, bias, slope]);
  },
};

/**
 * Computes a graph on x as a pure function of tensors, to be run eagerly or compiled, for a batch of any size: the outputs are those
 * of the nodes that no other takes. Ops that face detectors are made of are known.
 * @param weights the float32 weights of the model by name
 * Throws an ArcfaceError that names op and node for another one.
 */
export function runGraph(
  model: GraphModel,
  x: tf.Tensor,
  weights: Record<string, tf.Tensor>,
): Record<string, tf.Tensor> {
  const byName = new Map(model.nodes.map(node => [node.name, node]));
  const values = new Map<string, tf.Tensor>();
  const tensorOf = (name: string): tf.Tensor => {
    const known = values.get(name);
    if (known !== undefined) return known;
    const value = compute(byName.get(name) as GraphNode);
    values.set(name, value);
    return value;
  };
  const ends = residualEnds(model.nodes);
  const compute = (node: GraphNode): tf.Tensor => {
    const end = ends.get(node.name);
    if (end !== undefined) {
      const [image, filter, shift] = end.convolution.input.map(name => tensorOf(nodeName(name)));
      const x = convolved(image as tf.Tensor, filter as tf.Tensor, end.convolution);
      const gain = tf.ones([(shift as tf.Tensor).size]) as tf.Tensor1D;
      const addend = tensorOf(end.addend) as tf.Tensor4D;
      return scaleShiftAdd({ x, gain, shift: shift as tf.Tensor1D, addend }, { relu: true });
    }
    if (node.op === 'Placeholder') return x;
    if (node.op === 'Const') return weights[node.name] as tf.Tensor;
    const op = ops[node.op];
    if (op === undefined) throw unknown(node.op, node);
    const input = (index: number): string => nodeName(node.input[index] as string);
    return op(
      {
        tensor: index => tensorOf(input(index)),
        numbers: index => [...(model.weights.get(input(index))?.values ?? [])],
      },
      node,
    );
  };
  const taken = new Set(model.nodes.flatMap(node => node.input.map(nodeName)));
  const outputs = model.nodes.filter(({ name, op }) => !taken.has(name) && op !== 'Const' && op !== 'Placeholder');
  return Object.fromEntries(outputs.map(({ name }) => [name, tensorOf(name)]));
}

function convolved(x: tf.Tensor, filter: tf.Tensor, node: GraphNode): tf.Tensor4D {
  return tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, sides(node, 'strides'), padding(node));
}

function sides({ attr }: GraphNode, name: string): [number, number] {
  return (attr[name]?.list?.i ?? []).slice(1, 3) as [number, number];
}

function padding(node: GraphNode): 'same' | 'valid' {
  const text = decoded(node.attr['padding']?.s ?? '');
  if (text === 'SAME' || text === 'VALID') return text.toLowerCase() as 'same' | 'valid';
  throw unknown(`padding ${text}`, node);
}

function unknown(what: string, { name }: GraphNode): ArcfaceError {
  return ArcfaceError.because({
    expected: `a graph of the ops ${Object.keys(ops).join(', ')}`,
    received: what,
    place: `node ${name}`,
    next: 'Save the model for inference, with batch norms folded into its convolutions.',
  });
}
