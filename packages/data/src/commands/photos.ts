import { join } from 'node:path';
import { type PipelineOptions, pipelineCommand, RunDirectory, runCommand } from '@arcface-ts/core';
import { namedDetector } from '@arcface-ts/detect';
import { cropOf, defaultCrop } from '../alignment/crop-specification.js';
import { writeCacheKey } from '../preparation/cache-key.js';
import { writeCropsKey } from '../preparation/crops-key.js';
import { listFaces } from '../preparation/list-faces.js';
import { needsFaces } from '../preparation/needs-faces.js';
import { photosToPrepare } from '../sets/photos-to-prepare.js';

const command = pipelineCommand('data:photos', 'Find and list the face photos, or draw procedural faces.', [
  'data',
  'set',
  'detector',
]).action(async (options: PipelineOptions) => {
  const { data, checkpoint, config, init, name = 'face', encoding } = options;
  const { set, crop } = await photosToPrepare(options);
  const workspace = process.cwd();
  const cacheFolder = join(workspace, '.cache', 'data');
  const { name: detector } = await namedDetector(options.detector);
  const wanted = { crop: cropOf(crop ?? defaultCrop), encoding: encoding ?? ('raw' as const), detector };
  const report = (line: string) => void process.stdout.write(`${line}\n`);
  const listed = needsFaces(options) ? await listFaces({ workspace, cacheFolder, data, set, report }) : undefined;
  const lists = Object.values(listed?.summaries ?? {}).filter(list => list !== undefined);
  await writeCropsKey(cacheFolder, lists, wanted);
  await writeCacheKey(cacheFolder, lists, {
    checkpoint,
    config,
    init,
    detector,
    writesElsewhere: options.saveEmbeddings !== undefined,
    unfinishedRun: await RunDirectory.at(join(workspace, 'runs'), name).isUnfinished(),
  });
});

await runCommand(command);
