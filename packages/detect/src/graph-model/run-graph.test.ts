import { startTensorflow } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { GraphModel, GraphNode } from './graph-model.js';
import { runGraph } from './run-graph.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const text = (value: string) => Buffer.from(value).toString('base64');
const node = (name: string, op: string, input: string[], attr: GraphNode['attr'] = {}): GraphNode => ({
  name,
  op,
  input,
  attr,
});
const strided = (padding: string, strides = [1, 1, 1, 1]) => ({
  strides: { list: { i: strides } },
  padding: { s: text(padding) },
});

/** Runs `ops` on x, with constants by name: arrays are float32, and what says a shape is int32. */
function run(
  ops: GraphNode[],
  x: tf.Tensor,
  floats: Record<string, tf.Tensor> = {},
  shapes: Record<string, number[]> = {},
) {
  const constants = [...Object.keys(floats), ...Object.keys(shapes)].map(name => node(name, 'Const', []));
  const model: GraphModel = {
    nodes: [node('x', 'Placeholder', []), ...constants, ...ops],
    weights: new Map(
      Object.entries(shapes).map(([name, values]) => [
        name,
        { shape: [values.length], values: Int32Array.from(values) },
      ]),
    ),
  };
  return runGraph(model, x, floats);
}
const values = (tensor: tf.Tensor | undefined) => [...(tensor as tf.Tensor).dataSync()];
const pixels = () => tf.tensor4d([1, -2, 3, -4], [1, 2, 2, 1]);

describe('an op', () => {
  it.each([
    [[], [11, 8, 13, 6]],
    [['Relu'], [11, 8, 13, 6]],
    [['Prelu'], [11, 8, 13, 6]],
  ])('_FusedConv2D adds its bias and then does %j', (then, expected) => {
    const fused = { fused_ops: { list: { s: ['BiasAdd', ...then].map(text) } } };
    const conv = node('y', '_FusedConv2D', ['x', 'w', 'b', ...(then[0] === 'Prelu' ? ['slope'] : [])], {
      ...strided('SAME'),
      ...fused,
    });
    const weights = { w: tf.ones([1, 1, 1, 1]), slope: tf.fill([1, 1, 1], 0.5) };
    expect(values(run([conv], pixels(), { ...weights, b: tf.tensor1d([10]) })['y'])).toEqual(expected);
    const below = values(run([conv], pixels(), { ...weights, b: tf.tensor1d([0]) })['y']);
    expect(below[3] === 0 ? 0 : below[3]).toBe(then[0] === 'Relu' ? 0 : then[0] === 'Prelu' ? -2 : -4);
  });

  it('DepthwiseConv2dNative, MaxPool and Pad do what they do in TensorFlow', () => {
    const depthwise = node('y', 'DepthwiseConv2dNative', ['x', 'w'], strided('VALID'));
    expect(values(run([depthwise], pixels(), { w: tf.ones([2, 2, 1, 1]) })['y'])).toEqual([-2]);
    const pool = node('y', 'MaxPool', ['x'], {
      ...strided('VALID', [1, 2, 2, 1]),
      ksize: { list: { i: [1, 2, 2, 1] } },
    });
    expect(values(run([pool], pixels())['y'])).toEqual([3]);
    const pad = run([node('y', 'Pad', ['x', 'around'])], pixels(), {}, { around: [0, 0, 0, 0, 0, 0, 0, 1] });
    expect(values(pad['y'])).toEqual([1, 0, -2, 0, 3, 0, -4, 0]);
  });

  it('Reshape keeps the size of the batch, for which the graph may have been saved otherwise', () => {
    const reshape = node('y', 'Reshape', ['x', 'shape']);
    expect(run([reshape], tf.zeros([3, 2, 2, 1]), {}, { shape: [1, 4] })['y']?.shape).toEqual([3, 4]);
  });

  it('that is not known is named with its node', () => {
    expect(() => run([node('deep/inside', 'Softmax', ['x'])], pixels())).toThrow(
      /^Expected a graph of the ops Identity, .* but received Softmax \(node deep\/inside\)\./,
    );
    expect(() =>
      run(
        [node('y', '_FusedConv2D', ['x', 'w', 'b'], { ...strided('SAME'), fused_ops: { list: { s: [text('Elu')] } } })],
        pixels(),
        { w: tf.ones([1, 1, 1, 1]), b: tf.tensor1d([0]) },
      ),
    ).toThrow('received _FusedConv2D with Elu (node y)');
  });
});

it('gives what no other node takes, by name, and computes what is taken twice once', () => {
  const sum = node('sum', 'AddV2', ['x:0', 'x']);
  const outputs = run([sum, node('a', 'Relu', ['sum']), node('b', 'Identity', ['sum'])], pixels());
  expect(Object.keys(outputs)).toEqual(['a', 'b']);
  expect(values(outputs['a'])).toEqual([2, 0, 6, 0]);
  expect(values(outputs['b'])).toEqual([2, -4, 6, -8]);
});

it('ends a residual block as its nodes say, also where somebody else takes the sum', () => {
  const weights = { w: tf.tensor4d([2], [1, 1, 1, 1]), b: tf.tensor1d([1]) };
  const convolution = node('conv', '_FusedConv2D', ['x', 'w', 'b'], {
    ...strided('SAME'),
    fused_ops: { list: { s: [text('BiasAdd')] } },
  });
  for (const input of [
    ['conv', 'x'],
    ['x', 'conv'],
  ]) {
    const block = [convolution, node('sum', 'AddV2', input), node('y', 'Relu', ['sum'])];
    // 2x + 1 + x of 1, −2, 3, −4.
    expect(values(run(block, pixels(), weights)['y'])).toEqual([4, 0, 10, 0]);
    const shared = run([...block, node('z', 'Identity', ['sum'])], pixels(), weights);
    expect(values(shared['y'])).toEqual([4, 0, 10, 0]);
    expect(values(shared['z'])).toEqual([4, -5, 10, -11]);
  }
});
