import { type PipelineOptions, pipelineCommand, progressDisplay, runCommand, UsageError } from '@arcface-ts/core';
import { evaluatePhotos, photoEvaluationOptions } from './evaluation/evaluate-photos.js';
import { openPairs } from './evaluation/open-pairs.js';
import { say } from './say.js';

const command = pipelineCommand(
  'eval:pairs',
  'Verify on photos of your own: a folder of photos and a list of pairs among them. Faces are found and aligned first.',
  ['images', 'pairs', 'folds', 'face', 'detector', ...photoEvaluationOptions],
).action(async (options: PipelineOptions) => {
  const { images, pairs, folds } = options;
  if (images === undefined || pairs === undefined) {
    throw UsageError.because({
      expected: '--images=DIR and --pairs=FILE',
      received: images === undefined ? 'no --images' : 'no --pairs',
      place: 'eval:pairs',
      next: 'Paths in the list start from the folder; --help says what a list looks like.',
    });
  }
  await evaluatePhotos({
    command: 'eval:pairs',
    workspace: process.cwd(),
    options,
    say,
    display: progressDisplay,
    open: opening => openPairs({ images, pairs, folds }, opening),
  });
});

await runCommand(command);
