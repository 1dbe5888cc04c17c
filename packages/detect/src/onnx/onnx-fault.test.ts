import { startTensorflow } from '@arcface-ts/graph';
import { create, toBinary } from '@bufbuild/protobuf';
import { beforeAll, expect, it } from 'vitest';
import { faultAfter, faultOf, type Net } from '../testing/changed-yunet.js';
import { ModelProtoSchema } from './proto/onnx_pb.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

it.each<[string, (net: Net) => unknown, string]>([
  [
    'another op',
    net => Object.assign(net.node('Relu'), { name: 'deep/inside', opType: 'Elu' }),
    'but received Elu (node deep/inside (Elu) of net.onnx). Export the net for inference in float32',
  ],
  [
    'another op without a name, by its output',
    net => Object.assign(net.node('Sigmoid'), { name: '', opType: 'Tanh' }),
    'but received Tanh (node cls_8 (Tanh) of net.onnx)',
  ],
  [
    'an op of somebody else',
    net => Object.assign(net.node('Relu'), { domain: 'com.microsoft' }),
    "Expected an op of ONNX's own but received one of com.microsoft (node Relu_1 (Relu)",
  ],
  [
    'an attribute that is not known',
    net => Object.assign(net.attribute('MaxPool', 'ceil_mode'), { name: 'floor_mode' }),
    'Expected attributes that are known but received the attribute floor_mode (node MaxPool_5 (MaxPool)',
  ],
  [
    'an attribute of another type',
    net => Object.assign(net.attribute('Conv', 'group'), { type: 1 }),
    'Expected group of type INT but received type 1 (node Conv_0 (Conv)',
  ],
  [
    'an attribute of another length',
    net => Object.assign(net.attribute('Conv', 'strides'), { ints: [2n] }),
    'Expected strides of 2 numbers but received [2] (node Conv_0 (Conv)',
  ],
  [
    'more zeros than a filter is large',
    net => Object.assign(net.attribute('Conv', 'pads'), { ints: [1n, 3n, 1n, 1n] }),
    'Expected fewer zeros than the filter is large but received [1, 3, 1, 1] (node Conv_0 (Conv)',
  ],
  [
    'holes in a filter',
    net => Object.assign(net.attribute('Conv', 'dilations'), { ints: [2n, 2n] }),
    'Expected dilations = 1,1 but received 2,2 (node Conv_0 (Conv)',
  ],
  [
    'a filter of another size than its node says',
    net => Object.assign(net.attribute('Conv', 'kernel_shape'), { ints: [3n, 5n] }),
    'Expected kernel_shape = 3,3 but received 3,5 (node Conv_0 (Conv)',
  ],
  [
    'two strides',
    net => Object.assign(net.attribute('Conv', 'strides'), { ints: [2n, 1n] }),
    'Expected one stride but received [2, 1]',
  ],
  ['no stride', net => Object.assign(net.attribute('Conv', 'strides'), { ints: [0n, 0n] }), 'Expected one stride'],
  [
    'groups that do not divide',
    net => Object.assign(net.attribute('Conv', 'group'), { i: 3n }),
    'Expected groups that share 4 but received 3 (node Conv_0 (Conv)',
  ],
  [
    'channels that its filter does not take',
    net => Object.assign(net.attribute('Conv', 'group'), { i: 2n }),
    'Expected 6 channels but received 3 (node Conv_0 (Conv)',
  ],
  [
    'a filter that is computed',
    net => Object.assign(net.node('Conv').input, { 1: 'input' }),
    'Expected a constant filter of four dimensions but received something that is computed (node Conv_0 (Conv)',
  ],
  [
    'a bias of another length',
    net => Object.assign(net.node('Conv').input, { 2: 'roi' }),
    'Expected a constant bias of shape [4] but received',
  ],
  [
    'a pooling that rounds up',
    net => Object.assign(net.attribute('MaxPool', 'ceil_mode'), { i: 1n }),
    'Expected ceil_mode = 0 but received 1 (node MaxPool_5 (MaxPool)',
  ],
  [
    'windows larger than the map',
    net => Object.assign(net.attribute('MaxPool', 'kernel_shape'), { ints: [99n, 2n] }),
    'Expected windows within 16×16 but received [99,2] by [2,2] (node MaxPool_5 (MaxPool)',
  ],
  [
    'an enlargement to three times the size',
    net => Object.assign(net.initializer('scales'), { rawData: new Uint8Array(Float32Array.of(1, 1, 3, 3).buffer) }),
    'Expected scales [1, 1, 2, 2] but received [1, 1, 3, 3]',
  ],
  [
    'an enlargement to a given size',
    net => net.node('Resize').input.push('shape_cls'),
    'Expected scales [1, 1, 2, 2] but received sizes',
  ],
  [
    'another enlargement',
    net => Object.assign(net.attribute('Resize', 'mode'), { s: text('linear') }),
    'Expected mode = nearest but received linear',
  ],
  [
    'pixels that are not each there twice',
    net => Object.assign(net.attribute('Resize', 'nearest_mode'), { s: text('ceil') }),
    'Expected each pixel twice but received coordinates asymmetric with ceil',
  ],
  [
    'maps of two sizes in a sum',
    net => Object.assign(net.node('Add').input, { 1: 'input' }),
    'Expected two inputs of one shape but received',
  ],
  [
    'a constant in a sum',
    net => Object.assign(net.node('Add').input, { 1: 'b0' }),
    'Expected inputs that are computed but received a constant, or fewer of them (node Add',
  ],
  [
    'a number that no number holds',
    net => Object.assign(net.attribute('Conv', 'group'), { i: 2n ** 60n }),
    'Expected what the op can compute but received the number 1152921504606846976 (node Conv_0 (Conv)',
  ],
  [
    'a batch out of its place',
    net => Object.assign(net.attribute('Transpose', 'perm'), { ints: [1n, 0n, 2n, 3n] }),
    'Expected an order of 4 axes, the batch first but received [1,0,2,3] (node Transpose',
  ],
  [
    'a shape that does not fit',
    net =>
      Object.assign(net.initializer('shape_cls'), { rawData: new Uint8Array(BigInt64Array.of(1n, -1n, 7n).buffer) }),
    'Expected a shape for one photo that [1, 4, 4, 1] fits but received [1, -1, 7] (node Reshape',
  ],
  [
    'a shape for two photos',
    net =>
      Object.assign(net.initializer('shape_cls'), { rawData: new Uint8Array(BigInt64Array.of(2n, -1n, 1n).buffer) }),
    'Expected a shape for one photo that [1, 4, 4, 1] fits but received [2, -1, 1] (node Reshape',
  ],
])('a node is named that has %s', (_, change, message) => {
  expect(faultAfter(change)).toContain(message);
});

it('a node is named that asks for more memory than there is', () => {
  const attribute = [{ name: 'axis', type: 2, i: 1n }];
  const node = Array.from({ length: 40 }, (_, i) => {
    const input = i === 0 ? 'input' : `x${i - 1}`;
    return { opType: 'Concat', input: [input, input], output: [`x${i}`], attribute };
  });
  const graph = { input: [{ name: 'input' }], output: [{ name: 'x39' }], node };
  const bytes = toBinary(ModelProtoSchema, create(ModelProtoSchema, { opsetImport: [{ version: 11n }], graph }));
  expect(String(faultOf(bytes))).toMatch(/Expected at most 67108864 numbers a photo but received .* \(node x1\d/);
});
