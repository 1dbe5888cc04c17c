import * as tf from '@tensorflow/tfjs-core';
import type { Layer } from '../layer.js';

/** What two layers make of one map, added: a residual whose layers end in something else than a batch norm. */
export function sum(first: Layer, second: Layer): Layer {
  return {
    parameters: [...first.parameters, ...second.parameters],
    apply: (x, pass) => tf.add(first.apply(x, pass), second.apply(x, pass)),
  };
}
