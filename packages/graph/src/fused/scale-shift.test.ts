import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { compile } from '../compile/compile.js';
import { Variables } from '../compile/variables.js';
import { startTensorflow } from '../start-tensorflow.js';
import { scaleShiftAdd } from './scale-shift.js';

beforeAll(() => void startTensorflow({ device: 'cpu' }));

it.each([[false], [true]])(
  'is scaling, shifting and adding, one after the other, with relu %s, eager and compiled',
  async relu => {
    const shape: [number, number, number, number] = [3, 7, 5, 19];
    const [x, addend] = [tf.randomNormal(shape, 0, 1, 'float32', 1), tf.randomNormal(shape, 0, 1, 'float32', 2)];
    const [gain, shift] = [3, 4].map(seed => tf.randomNormal([19], 0, 1, 'float32', seed)) as [
      tf.Tensor1D,
      tf.Tensor1D,
    ];
    const sum = tf.add(tf.add(tf.mul(x, gain), shift), addend);
    const expected = (relu ? tf.relu(sum) : sum).dataSync();
    const inputs = { x: x as tf.Tensor4D, addend: addend as tf.Tensor4D, gain, shift };
    const eager = scaleShiftAdd(inputs, { relu }).dataSync();
    const channels = { shape: [19], dtype: 'float32' } as const;
    const compiled = compile(
      fed => {
        const taken = fed as unknown as typeof inputs;
        // The addend is used again: the op must not take its memory.
        return { outputs: { y: scaleShiftAdd(taken, { relu }), twice: tf.add(taken.addend, taken.addend) } };
      },
      {
        variables: await Variables.create({}),
        inputs: {
          x: { shape, dtype: 'float32' },
          addend: { shape, dtype: 'float32' },
          gain: channels,
          shift: channels,
        },
      },
    );
    const feeds = Object.entries(inputs).map(([name, tensor]) => [name, tensor.dataSync() as Float32Array]);
    const { outputs } = await compiled.run(Object.fromEntries(feeds));
    for (const [index, value] of expected.entries()) {
      expect(eager[index]).toBeCloseTo(value, 5);
      expect(outputs['y']?.data[index]).toBeCloseTo(value, 5);
    }
    expect(Array.from(outputs['twice']?.data as Float32Array)).toEqual([...addend.dataSync()].map(value => 2 * value));
  },
);

it('refuses an addend of another shape', () => {
  const [x, addend] = [tf.zeros([1, 2, 2, 3]), tf.zeros([1, 2, 1, 3])] as [tf.Tensor4D, tf.Tensor4D];
  const ones = tf.ones([3]) as tf.Tensor1D;
  expect(() => scaleShiftAdd({ x, addend, gain: ones, shift: ones })).toThrow(/scaleShiftAdd/);
});

it.each([[false], [true]])('has the gradients of its parts one after the other, with relu %s', relu => {
  const shape: [number, number, number, number] = [2, 3, 5, 4];
  const weights = tf.randomNormal(shape, 0, 1, 'float32', 5);
  const values = [
    tf.randomNormal(shape, 0, 1, 'float32', 1),
    tf.tensor1d([1, -0.5, 2, 0.1]),
    tf.tensor1d([0.2, 0, -1, 0.05]),
    tf.randomNormal(shape, 0, 1, 'float32', 2),
  ];
  const gradientsOf = (create: (x: tf.Tensor, gain: tf.Tensor, shift: tf.Tensor, addend: tf.Tensor) => tf.Tensor) =>
    tf
      .grads((...given) => tf.sum(tf.mul(create(...(given as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor])), weights)))(
        values,
      )
      .map(gradient => [...gradient.dataSync()]);
  const ours = gradientsOf((x, gain, shift, addend) =>
    scaleShiftAdd(
      { x: x as tf.Tensor4D, gain: gain as tf.Tensor1D, shift: shift as tf.Tensor1D, addend: addend as tf.Tensor4D },
      { relu },
    ),
  );
  const theirs = gradientsOf((x, gain, shift, addend) => {
    const sum = tf.add(tf.add(tf.mul(x, gain), shift), addend);
    return relu ? tf.relu(sum) : sum;
  });
  expect(ours).toEqual(theirs.map(gradient => gradient.map(value => expect.closeTo(value, 4))));
});
