import { type PipelineOptions, pipelineCommand, progressDisplay, runCommand, UsageError } from '@arcface-ts/core';
import { evaluateGallery } from './evaluation/evaluate-gallery.js';
import { say } from './say.js';

const command = pipelineCommand(
  'eval:gallery',
  'Identify the people of a folder with one folder a person: rank-1, rank-5, TPIR at FPIR, and all pairs of photos.',
  ['images', 'face', 'detector', 'name', 'checkpoint', 'photos', 'workers', 'device', 'gpu', 'eager'],
).action(async (options: PipelineOptions) => {
  const { images } = options;
  if (images === undefined) {
    throw UsageError.because({
      expected: '--images=DIR, a folder with one folder a person',
      received: 'none',
      place: 'eval:gallery',
      next: 'The first photo of each person is the gallery, the others are searched for in it.',
    });
  }
  await evaluateGallery({ workspace: process.cwd(), images, options, say, display: progressDisplay });
});

await runCommand(command);
