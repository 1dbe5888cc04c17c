import * as tf from '@tensorflow/tfjs-core';
import { executeOp } from '../fused/execute-op.js';
import { registerTensorflow } from '../native/register-tensorflow.js';
import { type SelfCheck, selfCheckMarker } from '../native/self-check.js';

// usage: self-check.js BINDING ADDON — loads both add-ons, multiplies two matrices, normalizes a batch, prints what it found.
const { binding } = registerTensorflow(process.argv[2] as string, process.argv[3] as string);

const product = tf.tidy(() =>
  tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync(),
);
if (product.join() !== '19,22,43,50') throw new Error(`[[1,2],[3,4]]·[[5,6],[7,8]] gave ${product.join()}`);

// Mean 2 and variance 2/3: with ε = 1/3 the deviation is 1. The kernels are the CPU's.
if (!binding.isUsingGpuDevice()) {
  const epsilon = { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: 1 / 3 };
  const inputs = [tf.tensor4d([1, 2, 3], [3, 1, 1, 1]), tf.tensor1d([2]), tf.tensor1d([5])];
  const normalized = tf.tidy(() =>
    tf.round((executeOp('ArcfaceBatchNorm', [epsilon], inputs, 4) as [tf.Tensor])[0]).dataSync(),
  );
  if (normalized.join() !== '3,5,7') throw new Error(`2·normalized [1,2,3] + 5 gave ${normalized.join()}`);
}

const check: SelfCheck = {
  tensorflow: binding.TF_Version,
  devices: [binding.isUsingGpuDevice() ? 'GPU:0' : 'CPU:0'],
};
process.stdout.write(`${selfCheckMarker}${JSON.stringify(check)}\n`);
