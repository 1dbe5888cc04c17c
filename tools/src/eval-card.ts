import { type PipelineOptions, pipelineCommand, runCommand } from '@arcface-ts/core';
import { writeCard } from './card/write-card.js';
import { say } from './say.js';

const command = pipelineCommand(
  'eval:card',
  'Write a model to use, with its thresholds and a card: runs/NAME/model/.',
  ['data', 'name', 'checkpoint', 'workers'],
).action(async (options: PipelineOptions) => {
  await writeCard({ workspace: process.cwd(), options, say });
});

await runCommand(command);
