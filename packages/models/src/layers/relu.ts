import { relu as rectify } from '@arcface-ts/graph';
import type { Layer } from '../layer.js';

/** max(x, 0), element by element. */
export function relu(): Layer {
  return { parameters: [], apply: x => rectify(x) };
}
