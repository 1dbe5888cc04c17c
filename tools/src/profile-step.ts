import { resolve } from 'node:path';
import { runCommand, writeJsonAtomic } from '@arcface-ts/core';
import { startTensorflow } from '@arcface-ts/graph';
import { modelNames } from '@arcface-ts/models';
import { Command, Option } from 'commander';
import { positiveNumber } from './positive-number.js';
import { measureWork } from './profile/measure-work.js';
import { type ProfileReport, profileText } from './profile/profile-report.js';
import { inferenceWork, type Precision, sizesOf, trainingWork } from './profile/profiled-work.js';
import { say } from './say.js';
import { workspaceFolder } from './workspace-folder.js';

interface ProfileOptions {
  readonly net: string;
  readonly images?: number;
  readonly precision: Precision;
  readonly inference?: true;
  readonly device?: 'auto' | 'cpu' | 'gpu';
  readonly top: number;
  readonly json?: string;
}

const command = new Command('tools:profile-step')
  .description('Say where the time of a compiled step goes, by type of op and by node.')
  .addOption(new Option('--net <name>', 'net to profile').choices(modelNames).default('mobilefacenet'))
  // Not --batch or --batch-size: Nx has an option --batch, and drops in silence whatever begins like it.
  .option('--images <n>', 'images a step (default: as in tools:bench, else 32)', positiveNumber)
  .addOption(
    new Option('--precision <type>', 'what convolutions and products compute in')
      .choices(['float32', 'bfloat16', 'float16'])
      .default('float32'),
  )
  .option('--inference', 'profile the forward pass that embeds photos instead of a training step')
  .addOption(new Option('--device <kind>', 'where to compute').choices(['auto', 'cpu', 'gpu']))
  .option('--top <n>', 'rows of each table', positiveNumber, 20)
  .option('--json <file>', 'write all rows as JSON')
  .helpOption('--help', 'show this help')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ net, precision, inference, device, top, json, ...options }: ProfileOptions) => {
    const started = startTensorflow({ device, onFallback: say });
    const batchSize = options.images ?? sizesOf(net).batchSize;
    const work = await (inference ? inferenceWork : trainingWork)({ net, batchSize, precision });
    const measure = await measureWork(work);
    work.dispose();
    const report: ProfileReport = {
      net,
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
