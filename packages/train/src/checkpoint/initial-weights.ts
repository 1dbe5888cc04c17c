import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type RunDirectory, UsageError, type WeightsOrigin } from '@arcface-ts/core';
import type { ClassHead, ParameterSpec, Parameters } from '@arcface-ts/models';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingConfig } from '../config.js';
import type { TrainingData } from '../run/training-data.js';
import type { StepParts } from '../step/train-step.js';
import { type CheckpointRecord, loadWeights } from './checkpoint.js';
import { differencesOfNets } from './differences-of-nets.js';

/** Weights of a checkpoint that another run begins with. Whoever holds them disposes them. */
export interface InitialWeights {
  readonly origin: WeightsOrigin;
  /** The backbone's, the moments of its norms included, and the head's where it is taken too. */
  readonly parameters: Parameters;
}

/** The run that is to begin with them. */
export interface BeginningRun {
  readonly config: TrainingConfig;
  readonly data: Pick<TrainingData, 'dataset' | 'identities' | 'crop'>;
  readonly parts: Pick<StepParts, 'model' | 'head'>;
}

/**
 * Reads what a run takes over from a checkpoint: the backbone, and the class head where its classes are the very same, in the same order.
 * The optimizer's state and what a margin remembers belong to the other run and stay there.
 * @param path folder of a checkpoint, such as `runs/face/best`
 * @throws DataError for damaged weights, UsageError for those of another net or crop: it lists what differs
 */
export async function readInitialWeights(path: string, run: BeginningRun): Promise<InitialWeights> {
  const { model, head } = run.parts;
  const { record, parameters: all, sha256 } = await loadWeights(path);
  try {
    const differences = differencesOfNets({ config: run.config, crop: run.data.crop }, { record, parameters: all });
    if (differences.length > 0) throw doNotFit(path, differences);
    const headTaken = hasSameClasses(record, run.data) && holds(all, head);
    const specs: ParameterSpec[] = [...model.parameters, ...(headTaken ? head.parameters : [])];
    const parameters = Object.fromEntries(specs.map(({ name }) => [name, tf.keep(tf.clone(all[name] as tf.Tensor))]));
    return { origin: { path, weightsSha256: sha256, head: headTaken ? 'taken' : 'new' }, parameters };
  } finally {
    tf.dispose(all);
  }
}

/** Throws a UsageError for weights in the run's own folder: they move when the run begins, and are others when it goes on. */
export function checkElsewhere(path: string, run: RunDirectory): void {
  if (!`${realPath(path)}${sep}`.startsWith(`${realPath(run.path)}${sep}`)) return;
  throw UsageError.because({
    expected: 'weights of another run to begin with',
    received: `${path} for the run ${run.name}`,
    place: '--init',
    next: 'Give the new run a name of its own by --name.',
  });
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path); // It is not there, which is told when it is read.
  }
}

function hasSameClasses(
  record: Pick<CheckpointRecord, 'dataset' | 'identities'>,
  data: Pick<TrainingData, 'dataset' | 'identities'>,
): boolean {
  return record.dataset === data.dataset && isDeepStrictEqual(record.identities, [...data.identities]);
}

function holds(found: Parameters, head: ClassHead): boolean {
  return head.parameters.every(({ name, shape }) => isDeepStrictEqual(found[name]?.shape, [...shape]));
}

function doNotFit(path: string, differences: readonly string[]): UsageError {
  return UsageError.because({
    expected: 'weights of the net that this run trains, on the same crops,',
    received: `others, + as the run has it, − as the weights have it:\n${differences.map(line => `  ${line}\n`).join('')}`,
    place: path,
    next: 'Name a checkpoint of this net, or set model and crop as in the config of its checkpoint.json.',
  });
}
