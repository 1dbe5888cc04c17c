import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { padMap } from './pad-map.js';

/**
 * Largest value of each window, for each channel: [batch, h, w, channels] → [batch, h/stride, w/stride, channels]. Windows of an
 * odd size lie as those of a symmetric convolution, and what is outside the map is never the largest; those of an even size
 * begin at the map's first pixel, and only whole ones count: with a size and stride of 2 a side of 7 becomes 3.
 */
export function maxPool(windowSize: number, stride: number): Layer {
  const sides = windowSize % 2 === 0 ? 0 : (windowSize - 1) / 2;
  const padded = (x: tf.Tensor4D) => (sides === 0 ? x : padMap(x, sides, Number.NEGATIVE_INFINITY));
  return { parameters: [], apply: x => tf.maxPool(padded(x), windowSize, stride, 'valid') };
}

/** The mean of each channel's map: [batch, h, w, channels] → [batch, 1, 1, channels]. */
export function globalAveragePool(): Layer {
  return {
    parameters: [],
    // tf.mean would be the same; its gradient spreads over the map through a constant of the map's size.
    apply: x => tf.avgPool(x, [x.shape[1], x.shape[2]], 1, 'valid'),
  };
}
