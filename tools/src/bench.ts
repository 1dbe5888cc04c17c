import { resolve } from 'node:path';
import { type BenchRow, runCommand, UsageError, writeJsonAtomic } from '@arcface-ts/core';
import { Command, Option } from 'commander';
import { benchNets } from './bench/bench-net.js';
import { benchTable } from './bench/bench-table.js';
import { type StepMode, stepModes } from './bench/create-stepper.js';
import { decodeRows } from './bench/decode/decode-rows.js';
import { decodeSuite } from './bench/decode/decode-suite.js';
import { evalRows } from './bench/eval/eval-rows.js';
import { evalSuite } from './bench/eval/eval-suite.js';
import { namedAmong } from './bench/named-among.js';
import { pytorchVariants } from './bench/pytorch-variant.js';
import { stepSuite } from './bench/step-suite.js';
import { positiveNumber } from './positive-number.js';
import { workspaceFolder } from './workspace-folder.js';

function say(line: string): void {
  process.stdout.write(`bench: ${line}\n`);
}

const suites = ['step', 'decode', 'eval', 'all'] as const;

/** What `--rows` picks from: each suite measures those of its own. */
const allRows = [...decodeRows, ...evalRows];

interface BenchOptions {
  readonly suite: (typeof suites)[number];
  readonly net?: typeof benchNets;
  readonly variants?: typeof pytorchVariants;
  readonly mode?: StepMode;
  readonly rows?: typeof allRows;
  readonly data?: string;
  readonly photos: number;
  readonly rounds: number;
  readonly json?: string;
}

/** A suite of which no row is picked would measure nothing and say so to nobody. */
function checkRows(suite: BenchOptions['suite'], picked: typeof allRows): void {
  const own = { step: allRows, decode: decodeRows, eval: evalRows, all: allRows }[suite];
  if (own.some(row => picked.includes(row))) return;
  throw UsageError.because({
    expected: `rows of the suite ${suite}: ${own.map(({ name }) => name).join(', ')}`,
    received: picked.map(({ name }) => name).join(', '),
    place: '--rows',
  });
}

async function* rowsOf(options: BenchOptions): AsyncGenerator<BenchRow> {
  const { suite, net: nets = benchNets, variants = pytorchVariants, mode, rounds } = options;
  const asked = (name: (typeof suites)[number]): boolean => suite === name || suite === 'all';
  const { rows: picked = allRows, data, photos } = options;
  checkRows(suite, picked);
  if (asked('step')) yield* stepSuite({ nets, variants, mode, rounds }, say);
  const decode = decodeRows.filter(row => picked.includes(row));
  if (asked('decode') && decode.length > 0) yield* decodeSuite({ rows: decode, data, photos, rounds }, say);
  const evaluation = evalRows.filter(row => picked.includes(row));
  if (asked('eval')) yield* evalSuite({ rows: evaluation, data, photos, rounds }, say);
}

const command = new Command('tools:bench')
  .description('Measure against the Python tools on this machine, taking turns.')
  .addOption(
    new Option(
      '--suite <name>',
      'what to measure: training steps, the way of photos to the trainer, verification, or all of it',
    )
      .choices(suites)
      .default('all'),
  )
  .option(
    '--net <names>',
    'step: nets to measure, with commas or again and again (default: all)',
    namedAmong(benchNets),
  )
  .option('--variants <names>', 'step: ways of PyTorch to try, likewise (default: all)', namedAmong(pytorchVariants))
  .addOption(
    new Option('--mode <mode>', 'step: how our step runs (default: compiled, in the best precision)').choices(
      stepModes,
    ),
  )
  .option('--rows <names>', 'decode, eval: what to measure, likewise (default: all)', namedAmong(allRows))
  .option('--data <dir>', 'decode, eval: folder with one folder a data set (default: $ARCFACE_DATA, datasets/)')
  .option('--photos <n>', 'decode, eval: most photos to work on', positiveNumber, 4000)
  .option('--rounds <n>', 'measured turns of each side', positiveNumber, 10)
  .option('--json <file>', 'write the rows as JSON, anew after each')
  .allowExcessArguments(false)
  .exitOverride()
  .action(async (options: BenchOptions) => {
    const rows: BenchRow[] = [];
    for await (const row of rowsOf(options)) {
      rows.push(row);
      if (options.json !== undefined) await writeJsonAtomic(resolve(workspaceFolder, options.json), rows);
      say(`${row.name}: ${row.ratio.toFixed(2)} × ${row.opponentName}`);
    }
    process.stdout.write(`${benchTable(rows)}\n`);
  });

await runCommand(command);
