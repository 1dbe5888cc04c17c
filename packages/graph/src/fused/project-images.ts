import { checkShape } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import { attribute, executeOp } from './execute-op.js';

/**
 * Squares cut out of images along projective transforms, bilinear, 0 outside the image; tfjs-node has no kernel of its own for
 * it. It has no gradient.
 *
 * @param images [batch, height, width, channels] float32
 * @param transforms [batch, 8]: pixel (u, v) of the square is taken from ((t₀u + t₁v + t₂) / k, (t₃u + t₄v + t₅) / k) of the image,
 * k = t₆u + t₇v + 1
 * @returns [batch, sidePx, sidePx, channels]
 */
export function projectImages(images: tf.Tensor4D, transforms: tf.Tensor2D, sidePx: number): tf.Tensor4D {
  checkShape('transforms', transforms.shape, [images.shape[0], 8], 'projectImages');
  const attributes = [
    attribute.float32('dtype'),
    attribute.text('interpolation', 'BILINEAR'),
    attribute.text('fill_mode', 'CONSTANT'),
  ];
  return tf.tidy(() => {
    const inputs = [images, transforms, tf.tensor1d([sidePx, sidePx], 'int32'), tf.scalar(0)];
    return executeOp('ImageProjectiveTransformV3', attributes, inputs, 1)[0] as tf.Tensor4D;
  });
}
