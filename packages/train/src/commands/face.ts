import { join } from 'node:path';
import { InterruptedError, type PipelineOptions, pipelineCommand, RunDirectory, runCommand } from '@arcface-ts/core';
import { readManifest } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import { configs } from '../configs/index.js';
import { resolveConfig } from '../resolve-config.js';
import { trainFaces } from '../train-faces.js';

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
    'device',
    'gpu',
    'eager',
  ],
).action(async (options: PipelineOptions) => {
  if (options.checkpoint !== undefined) {
    say(`nothing to train: ${options.checkpoint} is named by --checkpoint`);
    return;
  }
  const workspace = process.cwd();
  const cacheFolder = join(workspace, '.cache', 'data');
  const [set = 'celeba'] = options.config === undefined ? [] : (await resolveConfig(options.config, options)).sets;
  const { summary: data } = await readManifest(cacheFolder, set);
  const procedural = data.dataset === 'procedural';
  const configName = options.config ?? (procedural ? 'face.procedural' : 'face');
  const config = await resolveConfig(configName, options);
  const notice = 'PROCEDURAL FACES: drawn, not photos; figures say nothing about real faces';
  if (procedural) say(notice);
  const tensorflow = startTensorflow({
    // Without --device a --gpu=N that is not there is an error: only --device=auto asks for the CPU in its place.
    ...(options.device === undefined ? {} : { device: options.device }),
    ...(options.gpu === undefined ? {} : { gpu: options.gpu }),
  });
  say(`train:face · config ${configName} · ${data.dataset} · TensorFlow ${tensorflow.version} on ${tensorflow.device}`);
  say(JSON.stringify(config));
  const run = RunDirectory.at(join(workspace, 'runs'), options.name ?? 'face');
  const summary = await trainFaces({
    run,
    config,
    cacheFolder,
    init: options.init,
    resume: options.resume ?? 'auto',
    threads: options.workers,
    watch: options.watch,
    device: tensorflow.device,
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
  if (procedural) say(notice);
});

await runCommand(command);
