import { join } from 'node:path';
import {
  InterruptedError,
  type PipelineOption,
  type PipelineOptions,
  pipelineCommand,
  RunDirectory,
  runCommand,
} from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { configs } from '../configs/index.js';
import { trainDigits } from '../digits/train-digits.js';
import { resolveConfig } from '../resolve-config.js';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const names = Object.keys(configs).filter(name => name.startsWith('mnist.'));

const ofFaces = 'Leave it out: only train:face knows it.';

const reads: PipelineOption[] = [
  'data',
  'config',
  'name',
  'epochs',
  'photos',
  'seed',
  'limit',
  'resume',
  'onNan',
  'device',
  'gpu',
  'precision',
  'eager',
];

const command = pipelineCommand('train:mnist', `Train on the digits of MNIST. Configs: ${names.join(', ')}.`, reads, {
  init: ofFaces,
  freeze: ofFaces,
  watch: ofFaces,
}).action(async (options: PipelineOptions) => {
  const workspace = process.cwd();
  const {
    config: configName = 'mnist.arcface',
    name = 'mnist.arcface',
    device,
    gpu,
    eager,
    onNan,
    resume = 'auto',
  } = options;
  const config = await resolveConfig(configName, options);
  const tensorflow = startTensorflow({ device, gpu, onFallback: say });
  say(`train:mnist · config ${configName} · TensorFlow ${tensorflow.version} on ${tensorflow.device}`);
  say(JSON.stringify(config));
  const run = RunDirectory.at(join(workspace, 'runs'), name);
  const summary = await trainDigits({
    run,
    config,
    cacheFolder: join(workspace, '.cache', 'data'),
    resume,
    onNan,
    device: tensorflow.device,
    eager,
    say,
  });
  if (summary.stoppedBy === 'interrupt')
    throw new InterruptedError(`Stopped after step ${summary.steps}; run again to go on from there.`);
  say(
    `trained ${summary.epochs} epochs (${summary.steps} steps) at ${summary.imagesPerSecond.toFixed(1)} images/s, data wait ${summary.dataWaitPercent.toFixed(1)} %, peak memory ${Math.round(summary.peakRssMiB)} MiB; best epoch ${summary.bestEpoch}; ${run.path}`,
  );
});

await runCommand(command);
