import { resolve } from 'node:path';
import { type BenchRow, runCommand, writeJsonAtomic } from '@arcface-ts/core';
import { Command, InvalidArgumentError, Option } from 'commander';
import { stepSuite } from './bench/step-suite.js';
import { workspaceFolder } from './workspace-folder.js';

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return value;
}

function say(line: string): void {
  process.stdout.write(`bench: ${line}\n`);
}

function table(rows: readonly BenchRow[]): string {
  const lines = rows.map(row => {
    const memory = `${Math.round(row.peakRssMiB ?? 0)} / ${Math.round(row.opponentPeakRssMiB ?? 0)} MiB`;
    return `| ${row.name} | ${row.ours.toFixed(1)} | ${row.opponent.toFixed(1)} (${row.opponentName}) | ${row.unit} | ${row.ratio.toFixed(2)} × | ${memory} |`;
  });
  return ['| what | ours | opponent | unit | ratio | peak memory |', '|---|---|---|---|---|---|', ...lines].join('\n');
}

const command = new Command('tools:bench')
  .description('Measure against the Python tools on this machine, taking turns step by step.')
  .addOption(new Option('--suite <name>', 'what to measure').choices(['step', 'all']).default('all'))
  .option('--rounds <n>', 'measured steps of each side', positive, 10)
  .option('--json <file>', 'write the rows as JSON')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ rounds, json }: { rounds: number; json?: string }) => {
    const rows = await stepSuite(rounds, say);
    if (json !== undefined) await writeJsonAtomic(resolve(workspaceFolder, json), rows);
    process.stdout.write(`${table(rows)}\n`);
  });

await runCommand(command);
