import { type CheckpointRecord, countNets } from '@arcface-ts/train';
import { code } from '../markdown.js';

/** The net that was trained, or how many of it side by side. */
export function netInWords(model: CheckpointRecord['config']['model']): string {
  const count = countNets(model);
  return count === 1 ? code(model.name) : `${count} × ${code(model.name)}`;
}
