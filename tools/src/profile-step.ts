import { resolve } from 'node:path';
import { runCommand, writeJsonAtomic } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { modelNames } from '@arcface-ts/models';
import { Command, Option } from 'commander';
import { positiveNumber } from './positive-number.js';
import { measureWork } from './profile/measure-work.js';
import { type ProfileReport, profileText } from './profile/profile-report.js';
import { configSubject, netSubject } from './profile/profiled-subject.js';
import { inferenceWork, type Precision, trainingWork } from './profile/profiled-work.js';
import { say } from './say.js';
import { workspaceFolder } from './workspace-folder.js';

interface ProfileOptions {
  readonly net: string;
  readonly config?: string;
  readonly images?: number;
  readonly precision?: Precision;
  readonly inference?: true;
  readonly device?: 'auto' | 'cpu' | 'gpu';
  readonly top: number;
  readonly json?: string;
}

const command = new Command('tools:profile-step')
  .description('Say where the time of a compiled step goes, by type of op and by node.')
  .addOption(new Option('--net <name>', 'net to profile').choices(modelNames).default('mobilefacenet'))
  .addOption(
    new Option(
      '--config <name>',
      'profile the step of a training config, by name or the path of a file, instead',
    ).conflicts('net'),
  )
  // Not --batch or --batch-size: Nx has an option --batch, and drops in silence whatever begins like it.
  .option('--images <n>', 'images a step (default: as in tools:bench or the config, else 32)', positiveNumber)
  .addOption(
    new Option(
      '--precision <type>',
      "what convolutions and products compute in (default: the config's, else float32)",
    ).choices(['float32', 'bfloat16', 'float16']),
  )
  .option('--inference', 'profile the forward pass that embeds photos instead of a training step')
  .addOption(new Option('--device <kind>', 'where to compute').choices(['auto', 'cpu', 'gpu']))
  .option('--top <n>', 'rows of each table', positiveNumber, 20)
  .option('--json <file>', 'write all rows as JSON')
  .helpOption('--help', 'show this help')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ net, config, inference, device, top, json, ...options }: ProfileOptions) => {
    const subject = config === undefined ? netSubject(net) : await configSubject(config);
    const started = startTensorflow({ device, onFallback: say });
    const { images: batchSize = subject.batchSize, precision = subject.precision } = options;
    const sized = { batchSize, precision };
    const work = await (inference ? inferenceWork(subject.model(), sized) : trainingWork(subject.step(), sized));
    const measure = await measureWork(work);
    work.dispose();
    const report: ProfileReport = {
      net: subject.name,
      kind: inference ? 'inference' : 'training',
      embeddingSize: work.model.embeddingSize,
      batchSize,
      imageSizePx: work.model.imageSizePx,
      precision,
      device: started.device,
      imagesPerSecond: (1000 * batchSize) / measure.runMs,
      ...measure,
    };
    if (json !== undefined) await writeJsonAtomic(resolve(workspaceFolder, json), report);
    process.stdout.write(profileText(report, { top }));
  });

await runCommand(command);
