import type { CheckpointRecord } from '@arcface-ts/train';
import { code } from '../markdown.js';

/** The net that was trained, or how many of it side by side. */
export function netInWords({ name, members }: CheckpointRecord['config']['model']): string {
  return members === 1 ? code(name) : `${members} × ${code(name)}`;
}
