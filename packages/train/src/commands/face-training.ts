import { join } from 'node:path';
import type { PipelineOptions } from '@arcface-ts/core';
import { readManifest } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import type { TrainingConfig } from '../config.js';
import { resolveConfig } from '../resolve-config.js';

/** What a command that trains faces knows before it opens them. */
export interface FaceTraining {
  readonly workspace: string;
  readonly cacheFolder: string;
  readonly config: TrainingConfig;
  /** Where TensorFlow computes. */
  readonly device: 'cpu' | 'gpu';
  /** What must stand in the first and the last line where faces are drawn. */
  readonly notice: string | undefined;
}

/** Finds the config that is named, or the one for the data that are there, starts TensorFlow, and says so. */
export async function prepareFaceTraining(
  command: string,
  options: PipelineOptions,
  say: (text: string) => void,
): Promise<FaceTraining> {
  const workspace = process.cwd();
  const cacheFolder = join(workspace, '.cache', 'data');
  const [set = 'celeba'] = options.config === undefined ? [] : (await resolveConfig(options.config, options)).sets;
  const { summary: data } = await readManifest(cacheFolder, set);
  const procedural = data.dataset === 'procedural';
  const configName = options.config ?? (procedural ? 'face.procedural' : 'face');
  const config = await resolveConfig(configName, options);
  const notice = procedural ? 'PROCEDURAL FACES: drawn, not photos; figures say nothing about real faces' : undefined;
  if (notice !== undefined) say(notice);
  const tensorflow = startTensorflow({
    // Without --device a --gpu=N that is not there is an error: only --device=auto asks for the CPU in its place.
    device: options.device,
    gpu: options.gpu,
    onFallback: say,
  });
  say(`${command} · config ${configName} · ${data.dataset} · TensorFlow ${tensorflow.version} on ${tensorflow.device}`);
  say(JSON.stringify(config));
  return { workspace, cacheFolder, config, device: tensorflow.device, notice };
}
