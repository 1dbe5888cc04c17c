import * as tf from '@tensorflow/tfjs-core';
import { executeOp } from '../fused/execute-op.js';
import { dtypeNumbers } from './dtypes.js';

/**
 * tfjs-node's kernel of tf.gather reads the indices to check them, which a trace cannot. TensorFlow checks them itself, when
 * the graph runs on a CPU; on a GPU an index out of range gives zeros.
 */
export const gatherKernel: Omit<tf.KernelConfig, 'backendName'> = {
  kernelName: tf.GatherV2,
  kernelFunc({ inputs, attrs }) {
    const { x, indices } = inputs as { x: tf.Tensor; indices: tf.Tensor };
    const { axis, batchDims } = attrs as unknown as { axis: number; batchDims: number };
    const along = tf.scalar(axis, 'int32');
    const type = (name: string, { dtype }: tf.TensorInfo) => {
      return { name, type: 4, value: dtypeNumbers[dtype as keyof typeof dtypeNumbers] }; // TF_ATTR_TYPE
    };
    const attributes = [
      { name: 'batch_dims', type: 1, value: batchDims }, // TF_ATTR_INT
      ...[type('Tparams', x), type('Tindices', indices), type('Taxis', along)],
    ];
    const [gathered] = executeOp(tf.GatherV2, attributes, [x, indices, along], 1);
    along.dispose();
    return gathered as tf.Tensor;
  },
};
