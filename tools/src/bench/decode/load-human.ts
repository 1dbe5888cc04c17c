import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as tfjs from '@tensorflow/tfjs-core';

/** The part of @vladmandic/human that a detector needs. */
export interface Human {
  load(): Promise<void>;
  detect(image: tfjs.Tensor): Promise<{
    readonly face: readonly { readonly mesh: readonly unknown[] }[];
    readonly error: string | null;
  }>;
}

const off = { enabled: false };

/** Faces and their mesh alone, the mesh level as ours is, and nothing remembered from the photo before. */
const configuration = {
  backend: 'tensorflow',
  debug: false,
  cacheSensitivity: 0,
  filter: off,
  gesture: off,
  body: off,
  hand: off,
  object: off,
  segmentation: off,
  face: {
    enabled: true,
    detector: { minConfidence: 0.2, maxDetected: 1, rotation: true, skipFrames: 0, skipTime: 0 },
    mesh: { enabled: true },
    attention: off,
    iris: off,
    emotion: off,
    description: off,
    antispoof: off,
    liveness: off,
  },
};

/**
 * Loads @vladmandic/human's build for tfjs-node onto the TensorFlow that `startTensorflow` started. Its build asks for
 * `@tensorflow/tfjs-node-gpu`, whose index looks for a binding inside node_modules: in its place it gets tfjs, whose backend ours is.
 */
export async function loadHuman(): Promise<Human> {
  const require = createRequire(import.meta.url);
  const tf = require('@tensorflow/tfjs') as typeof tfjs;
  const files = require('@tensorflow/tfjs-node-gpu/dist/io/file_system.js') as {
    nodeFileSystemRouter: Parameters<typeof tfjs.io.registerLoadRouter>[0];
  };
  tf.io.registerLoadRouter(files.nodeFileSystemRouter);
  const wanted = require.resolve('@tensorflow/tfjs-node-gpu');
  const standIn = { id: wanted, filename: wanted, loaded: true, exports: { ...tf, node: {} } };
  Object.assign(require.cache, { [wanted]: standIn });
  const folder = dirname(require.resolve('@vladmandic/human'));
  // By its path: the package exports its other builds under names that do not resolve.
  const { Human } = require(join(folder, 'human.node-gpu.js')) as { Human: new (configuration: object) => Human };
  const human = new Human({ ...configuration, modelBasePath: `file://${join(folder, '..', 'models')}/` });
  await human.load();
  return human;
}
