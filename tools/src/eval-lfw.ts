import { type PipelineOptions, pipelineCommand, runCommand } from '@arcface-ts/core';
import { evaluatePhotos, photoEvaluationOptions } from './evaluation/evaluate-photos.js';
import { openLfw } from './evaluation/open-lfw.js';
import { say } from './say.js';

const command = pipelineCommand('eval:lfw', 'Verify on LFW by the official protocol.', [
  'data',
  ...photoEvaluationOptions,
]).action(async (options: PipelineOptions) => {
  await evaluatePhotos({ command: 'eval:lfw', workspace: process.cwd(), options, say, open: openLfw });
});

await runCommand(command);
