import * as tf from '@tensorflow/tfjs-core';
import { tensorflowBinding } from '../start-tensorflow.js';

/** An attribute of a TensorFlow op, in the form that tfjs-node's backend takes. */
export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | string | boolean | readonly number[];
}

interface TensorflowBackend {
  executeMultipleOutputs(op: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

/** Runs a TensorFlow op by its name on tfjs's present backend, which must be tfjs-node's or one that records for it. */
export function executeOp(op: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[] {
  const backend = tf.backend() as unknown as TensorflowBackend;
  return backend.executeMultipleOutputs(op, attributes, inputs, outputs);
}

/** Attributes by kind: `attribute.float('epsilon', 1e-5)`. */
export const attribute = {
  float: (name: string, value: number): OpAttribute => ({ name, type: tensorflowBinding().TF_ATTR_FLOAT, value }),
  text: (name: string, value: string): OpAttribute => ({ name, type: tensorflowBinding().TF_ATTR_STRING, value }),
  integer: (name: string, value: number | readonly number[]): OpAttribute => ({
    name,
    type: tensorflowBinding().TF_ATTR_INT,
    value,
  }),
  flag: (name: string, value: boolean): OpAttribute => ({ name, type: tensorflowBinding().TF_ATTR_BOOL, value }),
  /** The type attribute of an op on float32 tensors. */
  float32: (name: string): OpAttribute => ({
    name,
    type: tensorflowBinding().TF_ATTR_TYPE,
    value: tensorflowBinding().TF_FLOAT,
  }),
};
