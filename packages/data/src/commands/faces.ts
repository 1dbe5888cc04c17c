import { join } from 'node:path';
import { type PipelineOptions, pipelineCommand, runCommand } from '@arcface-ts/core';
import { writeCacheKey } from '../cache-key.js';
import { prepareFaces } from '../prepare-faces.js';

const command = pipelineCommand('data:faces', 'Find, check and list the faces to train and to verify on.', [
  'data',
]).action(async ({ data, checkpoint }: PipelineOptions) => {
  const workspace = process.cwd();
  const cacheFolder = join(workspace, '.cache', 'data');
  const { summaries } = await prepareFaces({
    workspace,
    cacheFolder,
    data,
    report: line => process.stdout.write(`${line}\n`),
  });
  await writeCacheKey(cacheFolder, Object.values(summaries), checkpoint);
});

await runCommand(command);
