import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { attribute, executeOp } from './execute-op.js';

/*
 * Mixed precision narrows ops that its lists name: convolutions, products and whatever lies behind them. Neither Bitcast nor
 * BatchMatMulV3 is on a list, so they and what lies between them stay float32.
 */

/**
 * The same tensor, from which on all is float32 again under mixed precision: what is computed with few digits ends here. It costs nothing.
 * @param x any shape, float32
 */
export function stayFloat32<T extends tf.Tensor>(x: T): T {
  const apply = tf.customGrad((...values) => {
    const value = executeOp(
      'Bitcast',
      [attribute.float32('T'), attribute.float32('type')],
      [values[0] as tf.Tensor],
      1,
    );
    return { value: value[0] as tf.Tensor, gradFunc: dy => tf.clone(dy as tf.Tensor) };
  });
  return apply(x) as T;
}

/**
 * The product a·bᵀ in float32 under any precision, and so are its gradients.
 * @param a [rows, inner]   @param b [columns, inner]   @returns [rows, columns]
 */
export function float32Product(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  checkShape('b', b.shape, ['columns', a.shape[1]], 'float32Product');
  const apply = tf.customGrad((...values) => {
    const [left, right, save] = values as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([left, right]);
    const gradFunc = (dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[]): tf.Tensor[] => {
      const [rows, columns] = saved as [tf.Tensor, tf.Tensor];
      return [
        product(dy as tf.Tensor, columns, { transposeA: false, transposeB: false }),
        product(dy as tf.Tensor, rows, { transposeA: true, transposeB: false }),
      ];
    };
    return { value: product(left, right, { transposeA: false, transposeB: true }), gradFunc };
  });
  return apply(a, b) as tf.Tensor2D;
}

function product(a: tf.Tensor, b: tf.Tensor, options: { transposeA: boolean; transposeB: boolean }): tf.Tensor {
  const attributes = [
    ...['Ta', 'Tb', 'Tout'].map(attribute.float32),
    attribute.flag('adj_x', options.transposeA),
    attribute.flag('adj_y', options.transposeB),
  ];
  return executeOp('BatchMatMulV3', attributes, [a, b], 1)[0] as tf.Tensor;
}
