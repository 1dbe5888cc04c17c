import { join } from 'node:path';
import { runCommand } from '@arcface-ts/core';
import { Command } from 'commander';
import { checkLicences, installedPackages } from './supply-chain/installed-licences.js';
import { workspaceFolder } from './workspace-folder.js';

const command = new Command('tools:licences')
  .description('Check that each installed package is under a licence that is allowed here.')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async () => {
    const packages = await installedPackages(workspaceFolder);
    checkLicences(packages, join(workspaceFolder, 'node_modules'));
    process.stdout.write(`licences: ${packages.length} packages, all under allowed licences\n`);
  });

await runCommand(command);
