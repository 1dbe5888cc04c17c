import { expect, it } from 'vitest';
import { profileTable } from './profile-table.js';

const profile = {
  rows: [
    { op: 'Conv2DBackpropFilter', calls: 53, milliseconds: 120.5, percent: 60.25, outputMiB: 4.2 },
    { op: 'Conv2D', calls: 53, milliseconds: 60, percent: 30, outputMiB: 1024 },
    { op: 'Mul', calls: 1, milliseconds: 12, percent: 6, outputMiB: 1 },
    { op: 'Add', calls: 2, milliseconds: 7.5, percent: 3.75, outputMiB: 2 },
  ],
  wallMilliseconds: 160,
  opMilliseconds: 200,
};

it('aligns the columns, and sums up the ops that it does not show', () => {
  expect(profileTable(profile, { top: 2 })).toBe(
    [
      'op                    calls      ms      %  output MiB',
      'Conv2DBackpropFilter     53  120.50   60.3         4.2',
      'Conv2D                   53   60.00   30.0      1024.0',
      '2 others                  3   19.50    9.8         3.0',
      'all ops                 109  200.00  100.0      1031.2',
      'wall time 160.00 ms (1.25 ops at once)',
    ].join('\n'),
  );
});

it('has no row for others when it shows all', () => {
  expect(profileTable(profile)).not.toContain('others');
});

it('prints a step of which nothing is known', () => {
  expect(profileTable({ rows: [], wallMilliseconds: 0, opMilliseconds: 0 })).toBe(
    ['op       calls    ms    %  output MiB', 'all ops      0  0.00  0.0         0.0', 'wall time 0.00 ms'].join('\n'),
  );
});
