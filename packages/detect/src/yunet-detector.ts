import { UsageError } from '@arcface-ts/core';
import { compile, type SessionOptions, Variables } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { FaceDetector, NamedDetector } from './face-detector.js';
import { type OnnxModel, readOnnxModel } from './onnx/onnx-model.js';
import { onnxWeights, runOnnx } from './onnx/run-onnx.js';
import { chosenBox } from './scored-box.js';
import { yunetFaces } from './yunet/yunet-faces.js';
import { cellNumbers, checkOutputs, joinedCells, strides } from './yunet/yunet-heads.js';

export interface YunetDetectorOptions {
  readonly batchSize: number;
  /** Side of the photos it looks at, a multiple of 32; by default 256. */
  readonly imageSizePx?: number;
  /** Least score of a face; by default 0.6, as the OpenCV zoo has it. */
  readonly minScore?: number;
  readonly session?: SessionOptions;
}

/**
 * YuNet with the weights of an ONNX file that the user has, such as face_detection_yunet_2023mar.onnx of the OpenCV zoo, compiled for a
 * batch: faces and their points in one pass. https://doi.org/10.1007/s11633-023-1423-y
 *
 * Throws a DataError that names the file, and the node where it is one's fault, for what is no YuNet.
 */
export async function yunetDetector(file: string, options: YunetDetectorOptions): Promise<FaceDetector> {
  return (await readYunet(file, options)).start(options);
}

/**
 * Reads the file, and needs no TensorFlow for it. Its name has the SHA-256 of the file: what was aligned by another one is aligned anew.
 * Throws as `yunetDetector` does.
 */
export async function readYunet(
  file: string,
  { imageSizePx = 256, minScore = 0.6 }: Pick<YunetDetectorOptions, 'imageSizePx' | 'minScore'> = {},
): Promise<NamedDetector> {
  const largestStride = Math.max(...strides);
  if (!Number.isInteger(imageSizePx / largestStride) || imageSizePx <= 0) {
    throw UsageError.because({
      expected: `a multiple of ${largestStride}, YuNet's largest stride`,
      received: `${imageSizePx}`,
      place: 'imageSizePx of yunetDetector',
    });
  }
  const model = await readOnnxModel(file);
  checkOutputs(model);
  const name = `yunet: ${imageSizePx} px, score ${minScore}, sha256 ${model.sha256}`;
  return { name, findsMesh: false, start: options => compiled(model, { ...options, name, imageSizePx, minScore }) };
}

async function compiled(
  model: OnnxModel,
  options: Required<Omit<YunetDetectorOptions, 'session'>> & { name: string; session?: SessionOptions },
): Promise<FaceDetector> {
  const { name, batchSize, imageSizePx: sidePx, minScore, session = {} } = options;
  const tensors = onnxWeights(model);
  const variables = await Variables.create(tensors, session);
  tf.dispose(tensors);
  const findFaces = ending(variables, () =>
    compile(
      ({ images }, weights) => {
        // BGR from 0 to 255, as OpenCV reads photos.
        const outputs = runOnnx(model, tf.reverse(images as tf.Tensor4D, 3), weights);
        return { outputs: { cells: joinedCells(outputs, { file: model.file, batchSize, sidePx }) } };
      },
      { name: 'yunet', variables, inputs: { images: { shape: [batchSize, sidePx, sidePx, 3], dtype: 'uint8' } } },
    ),
  );
  return {
    name,
    batchSize,
    imageSizePx: sidePx,
    async detect(photos, { count, choice }) {
      const { outputs } = await findFaces.run({ images: photos });
      const cells = outputs['cells']?.data as Float32Array;
      const length = strides.reduce((sum, stride) => sum + (sidePx / stride) ** 2, 0) * cellNumbers;
      return Array.from({ length: count }, (_, i) => {
        const faces = yunetFaces(cells.subarray(i * length, (i + 1) * length), { sidePx, minScore });
        const face = chosenBox(faces, { choice, sidePx });
        return face && { score: face.score, points: face.points };
      });
    },
    dispose: () => variables.dispose(),
  };
}

/** What `act` gives; the session ends where it throws. */
function ending<Result>(variables: Variables, act: () => Result): Result {
  try {
    return act();
  } catch (thrown) {
    variables.dispose();
    throw thrown;
  }
}
