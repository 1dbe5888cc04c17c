import { ArcfaceError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { addonFile, bindingFile, requireNative } from './native/native-record.js';
import { type RegisteredTensorflow, registerTensorflow, type TensorflowBinding } from './native/register-tensorflow.js';

export interface TensorflowOptions {
  /** auto: a GPU when there is one; cpu: hide GPUs; gpu: an error when there is none. */
  readonly device?: 'auto' | 'cpu' | 'gpu';
  /** Number of the GPU to use, from 0. */
  readonly gpu?: number;
}

export interface Tensorflow {
  readonly version: string;
  readonly device: 'cpu' | 'gpu';
}

let started: (Tensorflow & RegisteredTensorflow) | undefined;

/**
 * Loads TensorFlow into this process and makes it tfjs's backend. Only a command or a test calls it; everything else
 * imports `@tensorflow/tfjs-core` and computes on whatever backend there is. A second call returns what the first began.
 */
export function startTensorflow(options: TensorflowOptions = {}): Tensorflow {
  if (started) return started;
  requireNative();
  // TensorFlow reads these once, while its library loads.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  // On by default only where the processor has AVX-512 VNNI and the like; on AVX2 a step takes a fifth less with it too.
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  if (options.device === 'cpu') process.env['CUDA_VISIBLE_DEVICES'] = '-1';
  else if (options.gpu !== undefined) process.env['CUDA_VISIBLE_DEVICES'] = String(options.gpu);
  const registered = registerTensorflow(bindingFile(), addonFile());
  const { binding } = registered;
  const device = binding.isUsingGpuDevice() ? 'gpu' : 'cpu';
  if (device === 'cpu' && (options.device === 'gpu' || (options.gpu !== undefined && options.device !== 'auto'))) {
    throw ArcfaceError.because({
      expected: 'a GPU that TensorFlow can use',
      received: 'none',
      place: options.gpu === undefined ? '--device=gpu' : `--gpu=${options.gpu}`,
      next: 'Run `npx nx run tools:doctor` for the reason, or pass --device=auto to fall back to the CPU.',
    });
  }
  tf.enableProdMode();
  started = { version: binding.TF_Version, device, ...registered };
  return started;
}

/** All of what is loaded, for the parts of this package that go around tfjs. */
export function tensorflow(): Tensorflow & RegisteredTensorflow {
  startTensorflow();
  return started as Tensorflow & RegisteredTensorflow;
}

/** The loaded binding, for ops that tfjs has no function for. */
export function tensorflowBinding(): TensorflowBinding {
  return tensorflow().binding;
}

/** Whether our own kernels run here: they are made for the CPU. */
export function ownKernelsRun(): boolean {
  return startTensorflow().device === 'cpu';
}
