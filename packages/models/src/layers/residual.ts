import type { Layer } from '../layer.js';
import type { BatchNorm } from './batch-norm.js';
import { sequence } from './sequence.js';

/**
 * Layers and a batch norm beside a shortcut: y = norm(layers(x)) + shortcut(x), and max(y, 0) with `relu`; the shortcut is x itself
 * unless told. He et al. 2015, https://arxiv.org/abs/1512.03385, equations 1 and 2. The norm is not one of the layers, because
 * one op normalizes, adds and rectifies in training.
 */
export function residual(layers: Layer, norm: BatchNorm, options: { shortcut?: Layer; relu?: boolean } = {}): Layer {
  const { shortcut = sequence(), relu = false } = options;
  return {
    parameters: [layers, norm, shortcut].flatMap(part => part.parameters),
    apply: (x, pass) => norm.applyAndAdd(layers.apply(x, pass), shortcut.apply(x, pass), pass, { relu }),
  };
}
