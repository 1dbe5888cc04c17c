import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';
import { padMap } from './pad-map.js';

/**
 * Largest value of each window, for each channel: [batch, h, w, channels] → [batch, h/stride, w/stride, channels]. The
 * windows lie as those of a symmetric convolution; what is outside the map is never the largest. `windowSize` is odd.
 */
export function maxPool(windowSize: number, stride: number): Layer {
  return {
    parameters: [],
    apply: x =>
      tf.maxPool(padMap(x, (windowSize - 1) / 2, Number.NEGATIVE_INFINITY), windowSize, stride, 'valid') as tf.Tensor4D,
  };
}

/** The mean of each channel's map: [batch, h, w, channels] → [batch, 1, 1, channels]. */
export function globalAveragePool(): Layer {
  return {
    parameters: [],
    // tf.mean would be the same; its gradient spreads over the map through a constant of the map's size.
    apply: x => tf.avgPool(x, [x.shape[1], x.shape[2]], 1, 'valid'),
  };
}
