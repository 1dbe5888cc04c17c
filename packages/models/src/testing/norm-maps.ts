import * as tf from '@tensorflow/tfjs-core';
import { inferencePass, type Model } from '../model.js';

/** What TensorFlow ran for one photo, op by op; all parameters are 0, since only the shapes count. */
export async function kernelsOf({ parameters, imageSizePx, embed }: Model) {
  const zeros = Object.fromEntries(parameters.map(({ name, shape }) => [name, tf.zeros([...shape])]));
  const images = tf.zeros([1, imageSizePx, imageSizePx, 3]) as tf.Tensor4D;
  const { kernels } = await tf.profile(() => tf.tidy(() => embed(images, inferencePass(zeros))));
  tf.dispose([zeros, images]);
  return kernels;
}

/** The shape of the map that each batch norm of a model gives for one photo, by the norm's name. */
export async function normMaps(model: Model): Promise<Record<string, string>> {
  const norms = model.parameters
    .filter(({ role }) => role === 'mean')
    .map(({ name }) => name.replace('.norm.mean', ''));
  const maps = (await kernelsOf(model))
    .filter(({ name }) => name.startsWith('ArcfaceScaleShift'))
    .map(({ outputShapes }) => outputShapes[0]?.join('×') as string);
  if (maps.length !== norms.length) throw new Error(`${norms.length} norms, but ${maps.length} ran`);
  return Object.fromEntries(norms.map((name, i) => [name, maps[i] as string]));
}
