import { describe, expect, it } from 'vitest';
import { nodeTable, profileTable } from './profile-table.js';

const profile = {
  rows: [
    { op: 'Conv2DBackpropFilter', calls: 53, milliseconds: 120.5, percent: 60.25, outputMiB: 4.2 },
    { op: 'Conv2D', calls: 53, milliseconds: 60, percent: 30, outputMiB: 1024 },
    { op: 'Mul', calls: 1, milliseconds: 12, percent: 6, outputMiB: 1 },
    { op: 'Add', calls: 2, milliseconds: 7.5, percent: 3.75, outputMiB: 2 },
  ],
  nodes: [
    { name: 'step/Mul_12', op: 'Mul', shape: [], calls: 1, milliseconds: 12, percent: 6, outputMiB: 1 },
    { name: 'step/Add_1', op: 'Add', shape: [64, 128], calls: 1, milliseconds: 7, percent: 3.5, outputMiB: 2 },
    { name: 'step/NoOp', op: 'NoOp', shape: null, calls: 1, milliseconds: 0, percent: 0, outputMiB: 0 },
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
  expect(profileTable({ rows: [], nodes: [], wallMilliseconds: 0, opMilliseconds: 0 })).toBe(
    ['op       calls    ms    %  output MiB', 'all ops      0  0.00  0.0         0.0', 'wall time 0.00 ms'].join('\n'),
  );
});

describe('nodeTable', () => {
  it('aligns words at the left and numbers at the right', () => {
    expect(nodeTable(profile)).toBe(
      [
        'node         op    output        ms    %  output MiB',
        'step/Mul_12  Mul   []         12.00  6.0         1.0',
        'step/Add_1   Add   [64, 128]   7.00  3.5         2.0',
        'step/NoOp    NoOp              0.00  0.0         0.0',
      ].join('\n'),
    );
  });

  it('shows as many as it is asked for', () => {
    expect(nodeTable(profile, { top: 1 }).split('\n')).toHaveLength(2);
  });
});
