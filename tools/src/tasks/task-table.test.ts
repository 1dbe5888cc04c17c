import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { taskTable } from './task-table.js';
import type { Task } from './workspace-tasks.js';

const tasks: Task[] = [
  { name: 'train:face', description: 'Train.', dependencies: ['train:build', 'data:faces'], cached: true },
  { name: 'tools:doctor', description: 'Look.', dependencies: [], cached: false },
];

describe('taskTable', () => {
  it('aligns the columns and leaves out the own project of a dependency', () => {
    expect(taskTable(tasks, { colour: false })).toBe(
      ['train:face ← build, data:faces  cached  Train.\n', 'tools:doctor                            Look.\n'].join(''),
    );
  });

  it('is the same text in colour', () => {
    const coloured = taskTable(tasks, { colour: true });
    expect(coloured).not.toBe(taskTable(tasks, { colour: false }));
    expect(stripVTControlCharacters(coloured)).toBe(taskTable(tasks, { colour: false }));
  });
});
