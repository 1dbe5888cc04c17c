import * as tf from '@tensorflow/tfjs-core';

/** What a net looks at: three channels, or the luminance alone. */
export type Colour = 'rgb' | 'grey';

/** Shares of red, green and blue in the luminance: ITU-R BT.601, as JPEG, OpenCV and Pillow have them. */
const luminance = [0.299, 0.587, 0.114];

export function channelsOf(colour: Colour): 1 | 3 {
  return colour === 'grey' ? 1 : 3;
}

/**
 * Brings images to the colour that a net takes: the luminance of RGB, or a grey value in all three channels. It is the first part
 * of each net, so that whatever reads, stores and shows photos has one form of them.
 *
 * @param images [batch, height, width, 1 or 3], of any range   @returns [batch, height, width, 1 or 3], of the same range
 */
export function toColour(images: tf.Tensor4D, colour: Colour): tf.Tensor4D {
  if (images.shape[3] === channelsOf(colour)) return images;
  if (colour === 'rgb') return tf.tile(images, [1, 1, 1, 3]);
  return tf.sum(tf.mul(images, tf.tensor1d(luminance)), 3, true) as tf.Tensor4D;
}
