import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';

/** Layers one after the other. */
export function sequence(...layers: Layer[]): Layer {
  return {
    parameters: layers.flatMap(layer => layer.parameters),
    apply: (x, pass) => layers.reduce((value, layer) => layer.apply(value, pass), x),
  };
}

/** x + layer(x): He et al. 2015, https://arxiv.org/abs/1512.03385, equation 1. */
export function residual(layer: Layer): Layer {
  return {
    parameters: layer.parameters,
    apply: (x, pass) => tf.add(x, layer.apply(x, pass)),
  };
}
