import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type PipelineOptions, pipelineCommand, RunDirectory, runCommand } from '@arcface-ts/core';
import { writeCacheKey } from '../cache-key.js';
import { prepareFaces } from '../prepare-faces.js';

const command = pipelineCommand('data:faces', 'Find, check and list the faces to train and to verify on.', [
  'data',
]).action(async ({ data, checkpoint, config, name = 'face' }: PipelineOptions) => {
  const workspace = process.cwd();
  const cacheFolder = join(workspace, '.cache', 'data');
  const { summaries } = await prepareFaces({
    workspace,
    cacheFolder,
    data,
    report: line => process.stdout.write(`${line}\n`),
  });
  await writeCacheKey(cacheFolder, Object.values(summaries), {
    checkpoint,
    config,
    unfinishedRun: await isUnfinished(RunDirectory.at(join(workspace, 'runs'), name)),
  });
});

/** A run that was begun and did not come to its end. */
async function isUnfinished(run: RunDirectory): Promise<boolean> {
  return existsSync(run.configFile) && (await run.readFinishedSummary()) === undefined;
}

await runCommand(command);
