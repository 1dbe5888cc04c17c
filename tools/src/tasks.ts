import { runCommand } from '@arcface-ts/core';
import { Command } from 'commander';
import { taskTable } from './tasks/task-table.js';
import { workspaceTasks } from './tasks/workspace-tasks.js';
import { workspaceFolder } from './workspace-folder.js';

const command = new Command('tools:tasks')
  .description('List every task with its description and dependencies.')
  .option('--json', 'write an array of { name, description, dependencies, cached }')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ json }: { json?: true }) => {
    const tasks = await workspaceTasks(workspaceFolder);
    if (json) {
      process.stdout.write(`${JSON.stringify(tasks, null, 2)}\n`);
      return;
    }
    process.stdout.write(taskTable(tasks, { colour: process.stdout.isTTY && process.stdout.hasColors() }));
    if (tasks.some(({ dependencies }) => dependencies.some(name => name.startsWith('^')))) {
      process.stdout.write('\n^build: build of every package that this one imports. Run a task: npx nx run NAME\n');
    }
  });

await runCommand(command);
