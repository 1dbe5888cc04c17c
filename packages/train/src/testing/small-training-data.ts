import { RandomStream } from '@arcface-ts/core';
import { createMemoryLoader } from '@arcface-ts/data';
import type { TrainingData } from '../run/training-data.js';

const sidePx = 112;
const photosEach = 2;

/**
 * Two photos of each person: a shade of the person's own with noise. Each epoch is judged by a value that does not change, and
 * `onJudge` is told of it.
 */
export function smallTrainingData(identities: readonly string[], onJudge: () => void = () => undefined): TrainingData {
  const labels = identities.flatMap((_, label) => Array<number>(photosEach).fill(label));
  const images = Uint8Array.from(labels.flatMap((label, photo) => pixelsOf(identities[label] as string, photo)));
  return {
    dataset: 'drawn',
    fingerprint: identities.join(),
    crop: { name: 'drawn', version: 1, imageSizePx: sidePx },
    identities,
    trainingPhotos: labels.length,
    training: createMemoryLoader({ name: 'drawn', images, labels, sidePx }, { batchSize: 2, seed: 1 }),
    notes: [],
    judge: async () => {
      onJudge();
      return { validation: { value: 0.5, figures: { accuracy: 0.5 } }, text: 'accuracy 0.5', distributions: {} };
    },
    close: async () => undefined,
  };
}

function pixelsOf(identity: string, photo: number): number[] {
  const shade = RandomStream.fromSeed(identity).below(200);
  const noise = RandomStream.fromSeed(photo);
  return Array.from({ length: sidePx ** 2 }, () => shade + noise.below(50));
}
