import { resolve } from 'node:path';
import { type BenchRow, runCommand, writeJsonAtomic } from '@arcface-ts/core';
import { Command, Option } from 'commander';
import { benchNets } from './bench/bench-net.js';
import { benchTable } from './bench/bench-table.js';
import { type StepMode, stepModes } from './bench/create-stepper.js';
import { namedAmong } from './bench/named-among.js';
import { pytorchVariants } from './bench/pytorch-variant.js';
import { stepSuite } from './bench/step-suite.js';
import { positiveNumber } from './positive-number.js';
import { workspaceFolder } from './workspace-folder.js';

function say(line: string): void {
  process.stdout.write(`bench: ${line}\n`);
}

interface BenchOptions {
  readonly net?: typeof benchNets;
  readonly variants?: typeof pytorchVariants;
  readonly mode?: StepMode;
  readonly rounds: number;
  readonly json?: string;
}

const command = new Command('tools:bench')
  .description('Measure against the Python tools on this machine, taking turns step by step.')
  .addOption(new Option('--suite <name>', 'what to measure').choices(['step', 'all']).default('all'))
  .option('--net <names>', 'nets to measure, with commas or again and again (default: all)', namedAmong(benchNets))
  .option('--variants <names>', 'ways of PyTorch to try, likewise (default: all)', namedAmong(pytorchVariants))
  .addOption(
    new Option('--mode <mode>', 'how our step runs (default: compiled, in the best precision)').choices(stepModes),
  )
  .option('--rounds <n>', 'measured steps of each side', positiveNumber, 10)
  .option('--json <file>', 'write the rows as JSON, anew after each')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async ({ net: nets = benchNets, variants = pytorchVariants, mode, rounds, json }: BenchOptions) => {
    const rows: BenchRow[] = [];
    for await (const row of stepSuite({ nets, variants, mode, rounds }, say)) {
      rows.push(row);
      if (json !== undefined) await writeJsonAtomic(resolve(workspaceFolder, json), rows);
      say(`${row.name}: ${row.ratio.toFixed(2)} × ${row.opponentName}`);
    }
    process.stdout.write(`${benchTable(rows)}\n`);
  });

await runCommand(command);
