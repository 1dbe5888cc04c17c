import { join } from 'node:path';
import { InterruptedError, type PipelineOptions, pipelineCommand, RunDirectory, runCommand } from '@arcface-ts/core';
import { configs } from '../configs/index.js';
import { trainFaces } from '../faces/train-faces.js';
import { prepareFaceTraining } from './face-training.js';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const command = pipelineCommand(
  'train:face',
  `Train a face model. Configs: ${Object.keys(configs).join(', ')}; by default the one for the data that are there.`,
  [
    'data',
    'config',
    'name',
    'epochs',
    'photos',
    'seed',
    'limit',
    'crop',
    'init',
    'freeze',
    'workers',
    'watch',
    'resume',
    'onNan',
    'device',
    'gpu',
    'precision',
    'eager',
  ],
).action(async (options: PipelineOptions) => {
  if (options.checkpoint !== undefined) {
    say(`nothing to train: ${options.checkpoint} is named by --checkpoint`);
    return;
  }
  const { workspace, cacheFolder, config, device, notice } = await prepareFaceTraining('train:face', options, say);
  const run = RunDirectory.at(join(workspace, 'runs'), options.name ?? 'face');
  const summary = await trainFaces({
    run,
    config,
    cacheFolder,
    init: options.init,
    resume: options.resume ?? 'auto',
    threads: options.workers,
    onNan: options.onNan,
    watch: options.watch,
    device,
    eager: options.eager,
    say,
  });
  if (summary.stoppedBy === 'interrupt')
    throw new InterruptedError(`Stopped after step ${summary.steps}; run again to go on from there.`);
  const { eventLoopDelayP99Ms: delayMs } = summary;
  const delay = delayMs === undefined ? '' : `, event-loop delay p99 ${delayMs.toFixed(1)} ms`;
  say(
    `trained ${summary.epochs} epochs (${summary.steps} steps) at ${summary.imagesPerSecond.toFixed(1)} images/s, data wait ${summary.dataWaitPercent.toFixed(1)} %${delay}, peak memory ${Math.round(summary.peakRssMiB)} MiB; best epoch ${summary.bestEpoch}; ${run.path}`,
  );
  if (notice !== undefined) say(notice);
});

await runCommand(command);
