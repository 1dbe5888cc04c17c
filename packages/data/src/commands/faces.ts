import { join } from 'node:path';
import {
  type DataSummary,
  formatDuration,
  type PipelineOptions,
  pipelineCommand,
  progressDisplay,
  runCommand,
} from '@arcface-ts/core';
import { alignFaces } from '../preparation/align-faces.js';
import { needsFaces } from '../preparation/needs-faces.js';
import { faceSets, setNames } from '../sets/faces-source.js';
import { photosToPrepare } from '../sets/photos-to-prepare.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const command = pipelineCommand(
  'data:faces',
  'Bring the faces to train and to verify on to one place and size, and pack them into shards.',
  ['data', 'set', 'detector', 'crop', 'encoding', 'workers', 'device', 'gpu'],
).action(async (options: PipelineOptions) => {
  if (!needsFaces(options)) {
    say('no faces to prepare: weights are named by --checkpoint, and photos by --pairs or --test');
    return;
  }
  const { detector, encoding, workers, device, gpu } = options;
  const { set, crop } = await photosToPrepare(options);
  const display = setProgress();
  await alignFaces({
    cacheFolder: join(process.cwd(), '.cache', 'data'),
    sets: set === undefined ? faceSets : setNames(set),
    detector,
    crop,
    encoding,
    threads: workers,
    device,
    gpu,
    report: say,
    onProgress: display.update,
    onSummary(summary) {
      display.stop();
      say(describe(summary));
    },
  });
});

/** A display for each set in turn. */
function setProgress() {
  let display: ReturnType<typeof progressDisplay> | undefined;
  let startedMs = 0;
  return {
    update(set: string, done: number, total: number): void {
      if (display === undefined) {
        startedMs = performance.now();
        display = progressDisplay(total);
        display.update(done, `${set}: starting`);
        return;
      }
      const perSecond = (1000 * done) / (performance.now() - startedMs);
      const left = formatDuration((total - done) / perSecond);
      display.update(done, `${set}: ${perSecond.toFixed(0)} photos/s · ETA ${left}`);
    },
    stop(): void {
      display?.stop();
      display = undefined;
    },
  };
}

function describe({ set, photos, aligned, missed, unreadable, shards, bytes, crop, seconds }: DataSummary): string {
  const percent = ((100 * aligned) / photos).toFixed(2);
  return [
    `${set}: ${aligned} of ${photos} photos aligned (${percent} %)`,
    ...(missed > 0 ? [`no face found in ${missed}, cropped where faces of the set usually are`] : []),
    ...(unreadable > 0 ? [`${unreadable} could not be read`] : []),
    `${crop.name}, ${crop.encoding}, ${(bytes / 2 ** 20).toFixed(0)} MiB in ${shards} shards`,
    formatDuration(seconds),
  ].join('; ');
}

await runCommand(command);
