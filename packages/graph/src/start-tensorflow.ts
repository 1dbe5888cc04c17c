import { ArcfaceError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { hasNvidiaDriver } from './native/flavour.js';
import { addonFile, bindingFile, type NativeRecord, requireNative } from './native/native-record.js';
import { type RegisteredTensorflow, registerTensorflow, type TensorflowBinding } from './native/register-tensorflow.js';
import { whyNoGpu } from './native/why-no-gpu.js';

export interface TensorflowOptions {
  /** auto: a GPU when there is one; cpu: hide GPUs; gpu: an error when there is none. By default a GPU when there is one. */
  readonly device?: 'auto' | 'cpu' | 'gpu' | undefined;
  /** Number of the GPU to use, from 0, as nvidia-smi counts; an error when there is none, unless `device` is auto or cpu. */
  readonly gpu?: number | undefined;
  /**
   * Gets a line, once, that says why the CPU computes where a GPU could be expected: `device` is auto, a driver is there, or
   * TensorFlow was fetched for GPUs.
   */
  readonly onFallback?: ((line: string) => void) | undefined;
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
  const record = requireNative();
  // TensorFlow reads these once, while its library loads.
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  process.env['TF_FORCE_GPU_ALLOW_GROWTH'] ??= 'true';
  // On by default only where the processor has AVX-512 VNNI and the like; on AVX2 a step takes a fifth less with it too.
  process.env['TF_ENABLE_ONEDNN_OPTS'] ??= '1';
  // CUDA's own order begins with what it takes for the fastest card.
  process.env['CUDA_DEVICE_ORDER'] ??= 'PCI_BUS_ID';
  if (options.device === 'cpu') process.env['CUDA_VISIBLE_DEVICES'] = '-1';
  else if (options.gpu !== undefined) process.env['CUDA_VISIBLE_DEVICES'] = String(options.gpu);
  const registered = registerTensorflow(bindingFile(), addonFile());
  const { binding } = registered;
  const device = binding.isUsingGpuDevice() ? 'gpu' : 'cpu';
  if (device === 'cpu') answerForNoGpu(options, record);
  tf.enableProdMode();
  started = { version: binding.TF_Version, device, ...registered };
  return started;
}

/** Throws when a GPU was asked for; says why there is none where one could be expected. */
function answerForNoGpu({ device, gpu, onFallback }: TensorflowOptions, record: NativeRecord): void {
  if (device === 'cpu') return;
  if (device === 'gpu' || (gpu !== undefined && device === undefined)) {
    const { reason, next } = whyNoGpu(record, { gpu });
    throw ArcfaceError.because({
      expected: 'a GPU that TensorFlow can use',
      received: `none: ${reason}`,
      place: gpu === undefined ? '--device=gpu' : `--gpu=${gpu}`,
      next: `${next} Or pass --device=auto to fall back to the CPU.`,
    });
  }
  if (onFallback === undefined || (device === undefined && record.device === 'cpu' && !hasNvidiaDriver())) return;
  const { reason, next } = whyNoGpu(record, { gpu });
  onFallback(`NO GPU, the CPU computes: ${reason}. ${next}`);
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
