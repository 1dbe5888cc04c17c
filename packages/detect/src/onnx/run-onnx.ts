import { asError, DataError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { NodeAttributes } from './node-attributes.js';
import { convolutionOf, convolved, filterWeights } from './onnx-convolution.js';
import { nodeFault } from './onnx-fault.js';
import type { OnnxModel, OnnxNode } from './onnx-model.js';
import { computedInputs, mapOf, onnxOps } from './onnx-ops.js';
import { type OnnxValue, plain } from './onnx-value.js';

/** The weights of a net, as tensors that are the caller's, by name: filters and biases as TensorFlow has them. */
export function onnxWeights(model: Pick<OnnxModel, 'nodes' | 'constants'>): Record<string, tf.Tensor> {
  const convolutions = model.nodes.filter(({ op }) => op === 'Conv');
  const weights = convolutions.flatMap(node => {
    const { bias, shape, values } = naming(node, () => {
      const convolution = convolutionOf(node, model);
      return { bias: convolution.bias, ...filterWeights(convolution) };
    });
    const filter = [filterName(node), tf.tensor(values, shape)] as const;
    return bias ? [filter, [biasName(node), tf.tensor1d(bias.values as Float32Array)] as const] : [filter];
  });
  return Object.fromEntries(weights);
}

const filterName = ({ output }: OnnxNode): string => `${output}/filter`;
const biasName = ({ output }: OnnxNode): string => `${output}/bias`;

/** Numbers of the largest map of one photo: a file of a few kilobytes may ask for petabytes. */
const largestMap = 2 ** 26;

/**
 * Computes a net as a pure function of tensors, to be run eagerly or compiled, for a batch of any size, also where it was saved for one
 * photo. Known are the ops that YuNet is made of.
 * @param x [batch, height, width, channels], where the net has [batch, channels, height, width]
 * @param weights what `onnxWeights` gives   @returns the outputs by name, each in the net's own layout
 * Throws a DataError that names file, node and op where it is another one, or not as its op wants it.
 */
export function runOnnx(
  model: OnnxModel,
  x: tf.Tensor4D,
  weights: Record<string, tf.Tensor>,
): Record<string, tf.Tensor> {
  const values = new Map<string, OnnxValue>([[model.input, { tensor: x, channelsLast: true }]]);
  const activated = reluAfter(model);
  const done = new Set(activated.values());
  for (const node of model.nodes) {
    if (done.has(node)) continue;
    const relu = activated.get(node);
    const value = naming(node, () => (node.op === 'Conv' ? convolution(node) : computed(node)));
    if (value.tensor.size > largestMap * x.shape[0]) {
      throw nodeFault(node, `at most ${largestMap} numbers a photo`, `[${value.tensor.shape.join(', ')}]`);
    }
    values.set((relu ?? node).output, value);
  }
  return Object.fromEntries(model.outputs.map(name => [name, plain(values.get(name) as OnnxValue)]));

  function convolution(node: OnnxNode): OnnxValue {
    const filter = weights[filterName(node)] as tf.Tensor4D;
    const bias = weights[biasName(node)] as tf.Tensor1D | undefined;
    const options = { filter, bias, relu: activated.has(node) };
    const map = mapOf(values.get(node.input[0] as string), node);
    return { tensor: convolved(map, convolutionOf(node, model), options), channelsLast: true };
  }

  function computed(node: OnnxNode): OnnxValue {
    const op = onnxOps[node.op];
    if (op === undefined) {
      throw nodeFault(node, `a net of the ops Constant, Conv, ${Object.keys(onnxOps).join(', ')}`, node.op);
    }
    const count = computedInputs[node.op] ?? 1;
    const taken = node.input.slice(0, count).map(name => values.get(name));
    if (taken.length < (Number.isFinite(count) ? count : 1) || taken.includes(undefined)) {
      throw nodeFault(node, 'inputs that are computed', 'a constant, or fewer of them');
    }
    const attributes = new NodeAttributes(node);
    const value = op({
      node,
      opset: model.opset,
      attributes,
      values: taken as OnnxValue[],
      constant(index) {
        const constant = model.constants.get(node.input[index] ?? '');
        if (constant !== undefined) return constant;
        throw nodeFault(node, `a constant as input ${index}`, 'none');
      },
    });
    attributes.finish();
    return value;
  }
}

/** The Relu of each Conv that only a Relu takes: both are then one pass over memory. */
function reluAfter({ nodes, outputs }: OnnxModel): ReadonlyMap<OnnxNode, OnnxNode> {
  const takers = new Map<string, OnnxNode[]>();
  for (const node of nodes) {
    for (const name of node.input) {
      const known = takers.get(name);
      if (known) known.push(node);
      else takers.set(name, [node]);
    }
  }
  const pairs = nodes.flatMap((node): [OnnxNode, OnnxNode][] => {
    const [taker, ...others] = takers.get(node.output) ?? [];
    const isPair = node.op === 'Conv' && taker?.op === 'Relu' && others.length === 0 && !outputs.includes(node.output);
    return isPair ? [[node, taker]] : [];
  });
  return new Map(pairs);
}

/** What goes wrong inside an op is told with the node's name. */
function naming<Result>(node: OnnxNode, compute: () => Result): Result {
  try {
    return compute();
  } catch (thrown) {
    throw thrown instanceof DataError ? thrown : nodeFault(node, 'what the op can compute', asError(thrown).message);
  }
}
