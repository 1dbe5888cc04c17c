import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '@arcface-ts/core';
import { cropOf, defaultCrop, prepareFaces } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import { disposeParameters, initializeParameters } from '@arcface-ts/models';
import { modelOf, saveWeights, trainingConfigSchema } from '@arcface-ts/train';

export interface DrawnWorkspace {
  readonly folder: string;
  /** Data root with drawn faces. */
  readonly data: string;
  readonly cacheFolder: string;
  /** Folder of weights as they are before any training, which tell drawn faces apart better than chance. */
  readonly checkpoint: string;
  remove(): void;
}

/** A workspace with drawn faces, prepared, and weights. */
export async function drawnWorkspace(): Promise<DrawnWorkspace> {
  startTensorflow({ device: 'cpu' });
  const folder = mkdtempSync(join(tmpdir(), 'evaluation-'));
  const cacheFolder = join(folder, '.cache', 'data');
  const prepared = await prepareFaces({
    workspace: folder,
    cacheFolder,
    environment: {},
    device: 'cpu',
    procedural: {
      identities: 3,
      photosPerIdentity: 2,
      verificationIdentities: 12,
      verificationPhotosPerIdentity: 3,
      folds: 3,
      pairsPerFold: 6,
    },
  });
  const config = trainingConfigSchema.parse({
    model: { embeddingSize: 16 },
    margin: { name: 'arcface' },
    optimizer: { name: 'sgd' },
    learningRate: { schedule: 'constant', base: 0.1 },
    epochs: 1,
    batchSize: 2,
    augmentation: {},
    validation: {},
  });
  const { name, version, imageSizePx } = cropOf(defaultCrop);
  const parameters = initializeParameters(modelOf(config).parameters, RandomStream.fromSeed(1));
  const checkpoint = join(folder, 'weights');
  await saveWeights(
    checkpoint,
    {
      schema: 1,
      dataset: 'procedural',
      dataFingerprint: prepared.summaries['celeba']?.fingerprint ?? '',
      identities: ['1', '2', '3'],
      input: { imageSizePx, colour: 'rgb', normalization: '(x - 127.5) / 127.5', crop: { name, version } },
      config,
      init: null,
      progress: {
        step: 7,
        epoch: 0,
        stepInEpoch: 7,
        earlyStop: null,
        lossScale: null,
        bestEpoch: null,
        bestValue: null,
        validatedStep: null,
        trainingSeconds: 1,
        dataWaitSeconds: 0,
        lastLoss: 1,
        skippedSteps: 0,
      },
    },
    parameters,
  );
  disposeParameters(parameters);
  return { folder, data: prepared.root, cacheFolder, checkpoint, remove: () => rmSync(folder, { recursive: true }) };
}
