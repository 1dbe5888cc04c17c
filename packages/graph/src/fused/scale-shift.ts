import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { executeOp } from './execute-op.js';

const kernelName = 'ArcfaceScaleShift';

/** x [batch, height, width, channels], gain, shift and, where a PReLU follows, slope [channels]. */
type Inputs = readonly [x: tf.Tensor, gain: tf.Tensor, shift: tf.Tensor, slope?: tf.Tensor];

tf.registerKernel({
  kernelName,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs }) => {
    const taken = Object.values(inputs) as tf.Tensor[];
    return executeOp(taken.length === 4 ? 'ArcfaceScaleShiftPrelu' : 'ArcfaceScaleShift', [], taken, 1)[0] as tf.Tensor;
  },
});

// Plain ops: nobody trains through fixed moments but to look at a trained net.
tf.registerGradient({
  kernelName,
  saveAllInputs: true,
  gradFunc: (dy, saved) => {
    const [x, gain, shift, slope] = saved as unknown as Inputs;
    const outputGradient = dy as tf.Tensor;
    const z = (): tf.Tensor => tf.add(tf.mul(x, gain), shift);
    const dz = (): tf.Tensor =>
      slope ? tf.where(tf.greater(z(), 0), outputGradient, tf.mul(outputGradient, slope)) : outputGradient;
    const overPixels = (value: tf.Tensor): tf.Tensor => tf.sum(value, [0, 1, 2]);
    return {
      0: () => tf.tidy(() => tf.mul(dz(), gain)),
      1: () => tf.tidy(() => overPixels(tf.mul(dz(), x))),
      2: () => tf.tidy(() => overPixels(dz())),
      ...(slope && { 3: () => tf.tidy(() => overPixels(tf.mul(outputGradient, tf.minimum(z(), 0)))) }),
    };
  },
});

/** PReLU(gain·x + shift), or without it where there is no slope: [batch, height, width, channels]. */
export function scaleShift(inputs: Inputs): tf.Tensor4D {
  return tf.engine().runKernel(kernelName, inputs as unknown as tf.NamedTensorMap);
}

const addKernelName = 'ArcfaceScaleShiftAdd';

tf.registerKernel({
  kernelName: addKernelName,
  backendName: 'tensorflow',
  kernelFunc: ({ inputs, attrs }) => {
    const op = attrs?.['relu'] ? 'ArcfaceScaleShiftAddRelu' : 'ArcfaceScaleShiftAdd';
    return executeOp(op, [], Object.values(inputs) as tf.Tensor[], 1)[0] as tf.Tensor;
  },
});

tf.registerGradient({
  kernelName: addKernelName,
  saveAllInputs: true,
  outputsToSave: [true],
  gradFunc: (dy, saved, attrs) => {
    const [x, gain, , , y] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const outputGradient = dy as tf.Tensor;
    const dz = (): tf.Tensor =>
      attrs['relu'] ? tf.where(tf.greater(y, 0), outputGradient, tf.zerosLike(outputGradient)) : outputGradient;
    return {
      0: () => tf.tidy(() => tf.mul(dz(), gain)),
      1: () => tf.tidy(() => tf.sum(tf.mul(dz(), x), [0, 1, 2])),
      2: () => tf.tidy(() => tf.sum(dz(), [0, 1, 2])),
      3: () => tf.tidy(() => tf.clone(dz())),
    };
  },
});

/**
 * gain·x + shift + addend, and max(·, 0) of it with `relu`: the end of a residual block after training, in one pass over memory, by a kernel
 * of ours that is there on the CPU alone.
 * @param inputs x and addend [batch, height, width, channels], gain and shift [channels]
 */
export function scaleShiftAdd(
  { x, gain, shift, addend }: { x: tf.Tensor4D; gain: tf.Tensor1D; shift: tf.Tensor1D; addend: tf.Tensor4D },
  { relu = false }: { relu?: boolean } = {},
): tf.Tensor4D {
  checkShape('addend', addend.shape, x.shape, 'scaleShiftAdd');
  const inputs = [x, gain, shift, addend] as unknown as tf.NamedTensorMap;
  return tf.engine().runKernel(addKernelName, inputs, { relu });
}
