import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';

/** Layers one after the other; without any, what goes in comes out. */
export function sequence(...layers: Layer[]): Layer {
  return {
    parameters: layers.flatMap(layer => layer.parameters),
    apply: (x, pass) => layers.reduce((value, layer) => layer.apply(value, pass), x),
  };
}

/**
 * activation(layer(x) + shortcut(x)): He et al. 2015, https://arxiv.org/abs/1512.03385, equations 1 and 2. By default the
 * shortcut is x itself and nothing follows the sum.
 */
export function residual(layer: Layer, options: { shortcut?: Layer; activation?: Layer } = {}): Layer {
  const { shortcut = sequence(), activation = sequence() } = options;
  return {
    parameters: [layer, shortcut, activation].flatMap(part => part.parameters),
    apply: (x, pass) => activation.apply(tf.add(layer.apply(x, pass), shortcut.apply(x, pass)), pass),
  };
}
