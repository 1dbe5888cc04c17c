import { type PipelineOptions, pipelineCommand, progressDisplay, runCommand, UsageError } from '@arcface-ts/core';
import { evaluatePhotos, photoEvaluationOptions } from './evaluation/evaluate-photos.js';
import { openTestSet } from './evaluation/open-test-set.js';
import { say } from './say.js';

const command = pipelineCommand('eval:set', 'Verify on CFP, AgeDB, CALFW, CPLFW or another set of the data root.', [
  'test',
  'data',
  'face',
  'detector',
  ...photoEvaluationOptions,
]).action(async (options: PipelineOptions) => {
  const { test, data } = options;
  if (test === undefined) {
    throw UsageError.because({
      expected: '--test=cfp-fp, cfp-ff, agedb_30, calfw, cplfw or the name of another .bin file of the data root',
      received: 'no --test',
      place: 'eval:set',
      next: 'LFW itself has eval:lfw; a list of pairs of your own has eval:pairs.',
    });
  }
  const workspace = process.cwd();
  await evaluatePhotos({
    command: 'eval:set',
    workspace,
    options,
    say,
    display: progressDisplay,
    open: opening => openTestSet(test, { ...opening, workspace, data }),
  });
});

await runCommand(command);
