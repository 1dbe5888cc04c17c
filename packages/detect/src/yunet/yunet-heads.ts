import { DataError } from '@arcface-ts/core';
import * as tf from '@tensorflow/tfjs-core';
import type { OnnxModel } from '../onnx/onnx-model.js';

/** Pixels of the photo between the cells of YuNet's three grids. */
export const strides = [8, 16, 32] as const;

/** What the net says of each cell, and in how many numbers: is it a face's class, is there an object, its box, its five points. */
const heads = { cls: 1, obj: 1, bbox: 4, kps: 10 } as const;

/** Numbers of a cell: class, object, box, points. */
export const cellNumbers = Object.values(heads).reduce((sum, count) => sum + count, 0);

const outputNames = Object.keys(heads).flatMap(head => strides.map(stride => `${head}_${stride}`));

/** Throws a DataError that shows both sides where a net does not have YuNet's outputs. */
export function checkOutputs({ file, outputs }: Pick<OnnxModel, 'file' | 'outputs'>): void {
  if (outputNames.every(name => outputs.includes(name))) return;
  throw DataError.because({
    expected: `a net with the outputs ${outputNames.join(', ')}, which YuNet of March 2023 has`,
    received: outputs.join(', '),
    place: file,
    next: 'Name face_detection_yunet_2023mar.onnx of the OpenCV zoo.',
  });
}

/** The numbers of all cells, grid by grid, row by row: [batch, cells, 16]. Throws a DataError where an output has another shape. */
export function joinedCells(
  outputs: Record<string, tf.Tensor>,
  { file, batchSize, sidePx }: { file: string; batchSize: number; sidePx: number },
): tf.Tensor {
  const grids = strides.map(stride => {
    const parts = Object.entries(heads).map(([head, numbers]) => {
      const output = outputs[`${head}_${stride}`] as tf.Tensor;
      const shape = [batchSize, (sidePx / stride) ** 2, numbers];
      if (String(output.shape) === String(shape)) return output;
      throw DataError.because({
        expected: `${head}_${stride} of shape [${shape.join(', ')}] for ${batchSize} photos of ${sidePx}×${sidePx}`,
        received: `[${output.shape.join(', ')}]`,
        place: file,
        next: 'Name face_detection_yunet_2023mar.onnx of the OpenCV zoo.',
      });
    });
    return tf.concat(parts, 2);
  });
  return tf.concat(grids, 1);
}
