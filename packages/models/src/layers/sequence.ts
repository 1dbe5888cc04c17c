import type { Layer } from '../layer.js';

/** Layers one after the other; without any, what goes in comes out. */
export function sequence(...layers: Layer[]): Layer {
  return {
    parameters: layers.flatMap(layer => layer.parameters),
    apply: (x, pass) => layers.reduce((value, layer) => layer.apply(value, pass), x),
  };
}
