import { expect, it } from 'vitest';
import { type ProfileReport, profileText } from './profile-report.js';

const row = { calls: 1, milliseconds: 5, percent: 50, outputMiB: 1 };
const report: ProfileReport = {
  net: 'mobilefacenet',
  kind: 'training',
  embeddingSize: 128,
  batchSize: 64,
  imageSizePx: 112,
  precision: 'float32',
  device: 'cpu',
  runMs: 640,
  imagesPerSecond: 100,
  peakRssMiB: 2048.4,
  profile: {
    rows: [
      { op: 'Conv2D', ...row },
      { op: 'Mul', ...row },
    ],
    nodes: [
      { name: 'step/Conv2D', op: 'Conv2D', shape: [64, 56, 56, 64], ...row },
      { name: 'step/Mul', op: 'Mul', shape: [], ...row },
    ],
    wallMilliseconds: 8,
    opMilliseconds: 10,
  },
};

it('names the work, shows both tables, and the speed without the profiler', () => {
  expect(profileText(report, { top: 1 })).toBe(
    [
      'training step, mobilefacenet 128-d, batch 64, 112×112, float32, cpu',
      '',
      'op        calls     ms      %  output MiB',
      'Conv2D        1   5.00   50.0         1.0',
      '1 others      1   5.00   50.0         1.0',
      'all ops       2  10.00  100.0         2.0',
      'wall time 8.00 ms (1.25 ops at once)',
      '',
      'node         op      output              ms     %  output MiB',
      'step/Conv2D  Conv2D  [64, 56, 56, 64]  5.00  50.0         1.0',
      '',
      'not profiled: 640.0 ms, 100.0 images/s, peak memory 2048 MiB',
      '',
    ].join('\n'),
  );
});
