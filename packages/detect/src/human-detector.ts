import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compile, projectImages, type SessionOptions, Variables } from '@arcface-ts/graph';
import * as tf from '@tensorflow/tfjs-core';
import { anchorCounts } from './blazeface/anchors.js';
import { boxNumbers, candidateFaces } from './blazeface/candidate-faces.js';
import type { FaceDetector } from './face-detector.js';
import { fivePoints } from './facemesh/five-points.js';
import { meshCropOf, meshInPhoto, meshNumbers, meshSidePx, projectiveTransform } from './facemesh/mesh-crop.js';
import { type GraphModel, readGraphModel } from './graph-model/graph-model.js';
import { runGraph } from './graph-model/run-graph.js';
import { chosenBox } from './scored-box.js';

export interface HumanDetectorOptions {
  readonly batchSize: number;
  /** Least score of a box, and of the mesh in it. */
  readonly minScore?: number;
  readonly session?: SessionOptions;
}

/** What it is, with its version. */
export const humanDetectorName = 'human 3.3.6: blazeface, facemesh';

/** The package is installed for its weights alone (MIT); its lock pins their bytes. */
const modelFolder = join(dirname(createRequire(import.meta.url).resolve('@vladmandic/human')), '..', 'models');

const imageSizePx = 256;
const anchors = anchorCounts.reduce((sum, count) => sum + count);

/**
 * BlazeFace for the boxes and MediaPipe's face mesh for the points, with the weights of @vladmandic/human, each compiled for a
 * batch: https://arxiv.org/abs/1907.05047, https://arxiv.org/abs/1907.06724. The mesh sees one face a photo, the chosen one.
 */
export async function humanDetector(options: HumanDetectorOptions): Promise<FaceDetector> {
  const { batchSize, minScore = 0.2, session = {} } = options;
  const images = { shape: [batchSize, imageSizePx, imageSizePx, 3], dtype: 'uint8' } as const;
  const boxes = await load(join(modelFolder, 'blazeface'), session);
  const findBoxes = compile(
    (inputs, weights) => {
      // As human does it; the paper's range would be −1 to 1.
      const pixels = tf.sub(tf.div(inputs.images, 127.5), 0.5);
      const outputs = Object.values(runGraph(boxes.model, pixels, weights));
      return { outputs: { logits: joined(outputs, 1), boxes: joined(outputs, boxNumbers) } };
    },
    { name: 'blazeface', variables: boxes.variables, inputs: { images } },
  );
  const mesh = await load(join(modelFolder, 'facemesh'), session);
  const findPoints = compile(
    (inputs, weights) => {
      const crops = projectImages(inputs.images as tf.Tensor4D, inputs.transforms as tf.Tensor2D, meshSidePx);
      const outputs = Object.values(runGraph(mesh.model, tf.div(crops, 255), weights));
      return { outputs: { mesh: withLength(outputs, meshNumbers), score: withLength(outputs, 1) } };
    },
    {
      name: 'facemesh',
      variables: mesh.variables,
      inputs: { images, transforms: { shape: [batchSize, 8], dtype: 'float32' } },
    },
  );
  return {
    name: humanDetectorName,
    batchSize,
    imageSizePx,
    async detect(photos, { count, choice }) {
      const { outputs: found } = await findBoxes.run({ images: photos });
      const crops = Array.from({ length: count }, (_, i) => {
        const logits = rowOf(found['logits']?.data, i, anchors);
        const numbers = rowOf(found['boxes']?.data, i, anchors * boxNumbers);
        const faces = candidateFaces(logits, numbers, { sidePx: imageSizePx, minScore });
        const face = chosenBox(faces, { choice, sidePx: imageSizePx });
        return face && meshCropOf(face);
      });
      const transforms = new Float32Array(batchSize * 8);
      for (const [i, crop] of crops.entries()) if (crop) transforms.set(projectiveTransform(crop), 8 * i);
      const { outputs: points } = await findPoints.run({ images: photos, transforms });
      return crops.map((crop, i) => {
        const score = points['score']?.data[i] as number;
        if (!crop || !(score >= minScore)) return undefined;
        const mesh = meshInPhoto(rowOf(points['mesh']?.data, i, meshNumbers), crop);
        return { score, points: fivePoints(mesh), mesh };
      });
    },
    dispose() {
      boxes.variables.dispose();
      mesh.variables.dispose();
    },
  };
}

async function load(path: string, session: SessionOptions): Promise<{ model: GraphModel; variables: Variables }> {
  const model = await readGraphModel(path);
  const floats = [...model.weights].filter(([, { values }]) => values instanceof Float32Array);
  const tensors = Object.fromEntries(
    floats.map(([name, { shape, values }]) => [name, tf.tensor(values as Float32Array, [...shape])]),
  );
  const variables = await Variables.create(tensors, session);
  tf.dispose(tensors);
  return { model, variables };
}

/** The outputs of both grids with that many numbers an anchor, one after the other: [batch, anchors, numbers]. */
function joined(outputs: readonly tf.Tensor[], numbers: number): tf.Tensor {
  const parts = anchorCounts.map(count => outputs.find(({ shape }) => shape[1] === count && shape[2] === numbers));
  return tf.concat(parts as tf.Tensor[], 1);
}

/** The output [batch, numbers]. */
function withLength(outputs: readonly tf.Tensor[], numbers: number): tf.Tensor {
  return outputs.find(({ shape }) => shape[1] === numbers) as tf.Tensor;
}

function rowOf(data: ArrayLike<unknown> | undefined, row: number, length: number): Float32Array {
  return (data as Float32Array).subarray(row * length, (row + 1) * length);
}
