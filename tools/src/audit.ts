import { spawnSync } from 'node:child_process';
import { DataError, runCommand } from '@arcface-ts/core';
import { Command, Option } from 'commander';
import { type Severity, severities, vulnerablePackages } from './supply-chain/audit-report.js';
import { workspaceFolder } from './workspace-folder.js';

const level = new Option('--level <severity>', 'fail at vulnerabilities of this severity and worse')
  .choices(severities)
  .default('high');

const command = new Command('tools:audit')
  .description('Ask the npm registry for known vulnerabilities of the packages of the lock file.')
  .addOption(level)
  .allowExcessArguments(false)
  .exitOverride()
  .action(({ level }: { level: Severity }) => {
    const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: workspaceFolder, encoding: 'utf8' });
    const found = vulnerablePackages(stdout);
    for (const { name, range, severity } of found) process.stdout.write(`audit: ${severity}: ${name} ${range}\n`);
    const least = severities.indexOf(level);
    const failing = found.filter(({ severity }) => severities.indexOf(severity) >= least);
    if (failing.length === 0) {
      process.stdout.write(`audit: no package with a vulnerability of severity ${level} or worse\n`);
      return;
    }
    throw DataError.because({
      expected: `no package with a vulnerability of severity ${level} or worse`,
      received: `${failing.length}: ${failing.map(({ name }) => name).join(', ')}`,
      place: 'package-lock.json',
      next: '`npm audit` tells of each, and which version is without it.',
    });
  });

await runCommand(command);
