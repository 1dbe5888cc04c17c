import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type DataSummary, RunDirectory, runCommand, writeJsonAtomic } from '@arcface-ts/core';
import { prepareFaces, writeEnlargedSet } from '@arcface-ts/data';
import { startTensorflow } from '@arcface-ts/graph';
import { resolveConfig, trainFaces } from '@arcface-ts/train';
import { Command, Option } from 'commander';
import { dryRunReport, dryRunText } from './dry-run/dry-run-report.js';
import { fullSize } from './dry-run/full-size.js';
import { positiveNumber } from './positive-number.js';
import { say } from './say.js';
import { workspaceFolder } from './workspace-folder.js';

interface DryRunOptions {
  readonly config: string;
  readonly rows?: number;
  readonly people?: number;
  readonly steps: number;
  readonly photos?: number;
  readonly workers?: number;
  readonly device?: 'auto' | 'cpu' | 'gpu';
  readonly json?: string;
}

/** People to validate with, besides those that are trained. */
const heldOut = 20;
/** The procedural set, and the same as large as is asked for. */
const [drawnSet, largeSet] = ['celeba', 'enlarged'];

const command = new Command('tools:dry-run')
  .description(
    'Train some steps of a config on a set of the full size, made of drawn faces: speed, memory, and hours that all of it would take.',
  )
  .option('--config <name>', 'training config by name, or the path of a .js or .mjs file', 'face.celeba')
  .option('--rows <n>', 'photos (default: those of the set as it is distributed)', positiveNumber)
  .option('--people <n>', 'people (default: as many)', positiveNumber)
  .option('--steps <n>', 'steps to train', positiveNumber, 300)
  .option('--photos <n>', "photos of a batch instead of the config's number", positiveNumber)
  .option('--workers <n>', 'decoding threads', positiveNumber)
  .addOption(new Option('--device <kind>', 'where to compute').choices(['auto', 'cpu', 'gpu']))
  .option('--json <file>', 'write the figures as JSON')
  .helpOption('--help', 'show this help')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ config: name, steps, photos: batchSize, workers, device, json, ...asked }: DryRunOptions) => {
    const config = await resolveConfig(name, batchSize === undefined ? {} : { photos: batchSize });
    const size = fullSize(config.sets[0] as string, asked);
    const { device: used } = startTensorflow({ device, onFallback: say });
    const folder = join(workspaceFolder, '.cache', 'dry-run');
    const cacheFolder = join(folder, 'data');
    // A workspace without photos of its own: the faces are drawn.
    const { summaries } = await prepareFaces({
      workspace: folder,
      cacheFolder,
      environment: {},
      crop: config.crop,
      device: used,
      report: say,
    });
    const drawn = summaries[drawnSet] as DataSummary;
    const people = size.people + heldOut;
    await writeEnlargedSet(cacheFolder, { from: drawnSet, set: largeSet, photos: size.photos, people });
    const run = RunDirectory.at(join(folder, 'runs'), name.replaceAll(/[^\w.-]/g, '-'));
    await rm(run.path, { recursive: true, force: true });
    const summary = await trainFaces({
      run,
      config: {
        ...config,
        sets: [largeSet],
        epochs: 1,
        maxStepsPerEpoch: steps,
        validation: { holdOut: heldOut / people, pairs: 200, every: { epochs: 1 } },
        checkpointEvery: { epochs: 1 },
      },
      cacheFolder,
      resume: 'never',
      device: used,
      threads: workers,
      say,
    });
    const report = dryRunReport(summary, {
      config: name,
      ...size,
      batchSize: config.batchSize,
      epochs: config.epochs,
      bytesAPhoto: drawn.bytes / drawn.photos,
    });
    if (json !== undefined) await writeJsonAtomic(resolve(workspaceFolder, json), report);
    process.stdout.write(dryRunText(report));
  });

await runCommand(command);
