import { createRequire } from 'node:module';
import nodeUtil from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { NativeAddon } from '../session/native-addon.js';

const require = createRequire(import.meta.url);

/** The part of tfjs-node's binding that we use ourselves. */
export interface TensorflowBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
  isUsingGpuDevice(): boolean;
}

export interface RegisteredTensorflow {
  readonly binding: TensorflowBinding;
  readonly addon: NativeAddon;
  /** tfjs-node's backend on another binding. */
  createBackend(binding: TensorflowBinding): tf.KernelBackend;
}

/** Functions of `util` that tfjs-node 4.22 still calls: Node 22 warns of them, and Node 23 removed them. */
const oldOfUtil: Record<string, (value: unknown) => boolean> = {
  isNullOrUndefined: value => value === null || value === undefined,
  isArray: Array.isArray,
};

/**
 * Loads a binding and our add-on, whose kernels TensorFlow then knows, and makes the binding tfjs's backend.
 *
 * tfjs-node's kernels and backend are loaded by file instead of through its index: the index looks for a binding inside
 * node_modules, and registers parts of tfjs that nothing here uses.
 */
export function registerTensorflow(bindingPath: string, addonPath: string): RegisteredTensorflow {
  Object.assign(nodeUtil, oldOfUtil);
  const binding = require(bindingPath) as TensorflowBinding;
  const addon = require(addonPath) as NativeAddon;
  require('@tensorflow/tfjs-node-gpu/dist/register_all_kernels.js');
  const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js') as {
    NodeJSKernelBackend: new (binding: TensorflowBinding, name: string) => tf.KernelBackend;
  };
  const createBackend = (called: TensorflowBinding): tf.KernelBackend =>
    new NodeJSKernelBackend(called, '@tensorflow/tfjs-node-gpu');
  tf.registerBackend('tensorflow', () => createBackend(binding), 3);
  tf.setBackend('tensorflow');
  return { binding, addon, createBackend };
}
