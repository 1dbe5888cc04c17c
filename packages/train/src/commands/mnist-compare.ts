import { join } from 'node:path';
import {
  type DigitsRunSummary,
  type PipelineOptions,
  pipelineCommand,
  RunDirectory,
  runCommand,
} from '@arcface-ts/core';
import { compareDigitRuns } from '../digits/compare-digit-runs.js';
import { describeFigures } from '../digits/digit-pictures.js';

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const command = pipelineCommand(
  'train:mnist.compare',
  'Lay softmax and ArcFace on the digits of MNIST beside each other: runs/mnist.ce and runs/mnist.arcface.',
  [],
  { name: 'Leave it out: it compares the runs mnist.ce and mnist.arcface.' },
).action(async (_options: PipelineOptions) => {
  const runs = join(process.cwd(), 'runs');
  const comparison = RunDirectory.at(runs, 'mnist.compare');
  await using _ = await comparison.lock(say);
  const { softmax, arcface, withinClassAngleRatio, minBetweenCentreAngleRatio, pictures } = await compareDigitRuns(
    comparison.path,
    { softmax: RunDirectory.at(runs, 'mnist.ce'), arcface: RunDirectory.at(runs, 'mnist.arcface') },
  );
  const line = (name: string, summary: DigitsRunSummary) =>
    `${name}: ${describeFigures({ ...summary, accuracy: summary.testAccuracy })}`;
  say(
    [
      line('softmax', softmax),
      line('ArcFace', arcface),
      `ArcFace: ${withinClassAngleRatio.toFixed(2)} × nearer to their class, classes ${minBetweenCentreAngleRatio.toFixed(2)} × as far apart`,
      ...pictures.map(picture => join(comparison.path, picture)),
    ].join('\n'),
  );
});

await runCommand(command);
