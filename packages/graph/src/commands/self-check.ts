import * as tf from '@tensorflow/tfjs-core';
import { registerTensorflow } from '../native/register-tensorflow.js';
import { type SelfCheck, selfCheckMarker } from '../native/self-check.js';

// usage: self-check.js BINDING — loads the binding, multiplies two matrices, prints what it found.
const binding = registerTensorflow(process.argv[2] as string, process.argv[3] as string);
const product = tf.tidy(() =>
  tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync(),
);
if (product.join() !== '19,22,43,50') throw new Error(`[[1,2],[3,4]]·[[5,6],[7,8]] gave ${product.join()}`);
const check: SelfCheck = {
  tensorflow: binding.TF_Version,
  devices: [binding.isUsingGpuDevice() ? 'GPU:0' : 'CPU:0'],
};
process.stdout.write(`${selfCheckMarker}${JSON.stringify(check)}\n`);
