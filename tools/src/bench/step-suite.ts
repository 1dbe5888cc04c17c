import { join } from 'node:path';
import { ArcfaceError, type BenchRow } from '@arcface-ts/core';
import { findPython } from '../python/python-environment.js';
import { type BenchNet, stepRowName } from './bench-net.js';
import { alone, pytorchFolder, startOurStep, startPytorchStep, takingTurns } from './bench-programs.js';
import type { StepMode } from './create-stepper.js';
import { fastestMode } from './fastest-mode.js';
import { productRow } from './product-row.js';
import type { PytorchVariant } from './pytorch-variant.js';
import { takeTurns } from './take-turns.js';
import { opponentsAmong, searchVariants } from './variant-search.js';

export interface StepSuiteOptions {
  readonly nets: readonly BenchNet[];
  readonly variants: readonly PytorchVariant[];
  /** How our step runs; undefined: compiled, in float32 against float32, in whichever precision is the fastest against PyTorch's best. */
  readonly mode: StepMode | undefined;
  readonly rounds: number;
}

/** Each net's training step on the CPU against PyTorch's best, and the matrix product to which they can be related. */
export async function* stepSuite(options: StepSuiteOptions, say: (line: string) => void): AsyncGenerator<BenchRow> {
  const python = await findPython(
    {
      title: 'PyTorch',
      module: 'torch',
      variable: 'TORCH_PYTHON',
      place: 'tools:bench',
      folder: join(pytorchFolder, '.venv'),
      requirements: join(pytorchFolder, 'requirements.txt'),
    },
    say,
  );
  // The search below takes many minutes: what does not run on our side shall say so before.
  for (const net of options.nets) {
    const mode = options.mode ?? 'compiled';
    say(`${net.title}: trying our step, ${mode}`);
    await (await startOurStep(net, mode, 2)).close();
  }
  yield await productRow(python, options.rounds, say);
  for (const net of options.nets) yield* netRows(python, net, options, say);
}

/** Our step in a mode and the variant of PyTorch that it takes turns with. */
interface Pair {
  readonly mode: StepMode;
  readonly variant: PytorchVariant;
}

async function* netRows(
  python: string,
  net: BenchNet,
  { variants, mode, rounds }: StepSuiteOptions,
  say: (line: string) => void,
): AsyncGenerator<BenchRow> {
  say(`${net.title}: looking for PyTorch's best, batch ${net.batchSize}, ${net.sidePx}×${net.sidePx}`);
  const start = (variant: PytorchVariant) => startPytorchStep(python, net, variant, alone);
  const { float32, best } = opponentsAmong(await searchVariants(variants, start, net.batchSize, say));
  if (best === undefined) {
    throw ArcfaceError.because({
      expected: 'a variant of PyTorch that runs',
      received: 'none',
      place: `tools:bench, ${net.title}`,
      next: 'The lines above say what stopped each; --variants names those to try.',
    });
  }
  const ourBest =
    mode ?? (await fastestMode(['compiled', 'compiled_bfloat16'], ours => startOurStep(net, ours), net.batchSize, say));
  const pairs: Pair[] = [];
  const add = (pair: Pair): void => {
    if (!pairs.some(known => known.mode === pair.mode && known.variant === pair.variant)) pairs.push(pair);
  };
  if (float32) add({ mode: mode ?? 'compiled', variant: float32 });
  add({ mode: ourBest, variant: best });
  // What was measured before there was a compiled step, so that the two can be told apart.
  const channelsLast = variants.find(({ name }) => name === 'channels_last');
  if (net.name === 'mobilefacenet' && channelsLast) add({ mode: 'eager', variant: channelsLast });
  for (const pair of pairs) yield await stepRow(python, net, { ...pair, rounds }, say);
}

async function stepRow(
  python: string,
  net: BenchNet,
  { mode, variant, rounds }: Pair & { rounds: number },
  say: (line: string) => void,
): Promise<BenchRow> {
  say(`${net.title}: ours, ${mode}, against PyTorch ${variant.name}, ${rounds} rounds`);
  const { ours, theirs } = await takeTurns(
    () => startOurStep(net, mode),
    () => startPytorchStep(python, net, variant, takingTurns),
    rounds,
  );
  return {
    name: stepRowName(net, mode),
    ours: (1000 * net.batchSize) / ours.medianMs,
    opponent: (1000 * net.batchSize) / theirs.medianMs,
    opponentName: `PyTorch ${variant.name}`,
    unit: 'images/s',
    ratio: theirs.medianMs / ours.medianMs,
    precision: precisions(mode, variant),
    peakRssMiB: ours.peakRssMiB,
    opponentPeakRssMiB: theirs.peakRssMiB,
  };
}

function precisions(mode: StepMode, { precision }: PytorchVariant): string {
  const ours = mode === 'compiled_bfloat16' ? 'bfloat16' : 'float32';
  const theirs = precision === 'bf16' ? 'bfloat16' : 'float32';
  return ours === theirs ? ours : `${ours} against ${theirs}`;
}
