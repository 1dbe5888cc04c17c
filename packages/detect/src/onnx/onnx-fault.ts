import { DataError } from '@arcface-ts/core';
import type { OnnxNode } from './onnx-model.js';

/** The error of a node that is not as it should be; it names node and op. */
export function nodeFault({ name, op, file }: OnnxNode, expected: string, received: string): DataError {
  return DataError.because({
    expected,
    received,
    place: `node ${name} (${op}) of ${file}`,
    next: 'Export the net for inference in float32, with batch norms folded into its convolutions.',
  });
}
