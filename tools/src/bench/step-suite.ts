import { join } from 'node:path';
import type { BenchRow } from '@arcface-ts/core';
import { findPython } from '../python/python-environment.js';
import { workspaceFolder } from '../workspace-folder.js';
import { type Stepper, startStepper } from './stepper.js';

const batchSize = 64;
const classes = 2854;

/** PyTorch as its users run it; both are measured, and each is a row. */
const opponents = ['eager', 'channels_last'] as const;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** Lets two programs take turns, step by step, so that whatever else the machine does hits both. */
async function alternate(
  ours: Stepper,
  theirs: Stepper,
  rounds: number,
): Promise<{ oursMs: number; theirsMs: number }> {
  const oursMs: number[] = [];
  const theirsMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    oursMs.push(await ours.step());
    theirsMs.push(await theirs.step());
  }
  return { oursMs: median(oursMs), theirsMs: median(theirsMs) };
}

/** The training step of MobileFaceNet, fp32, eager on both sides, on two threads of the CPU. */
export async function stepSuite(rounds: number, say: (line: string) => void): Promise<BenchRow[]> {
  const pytorch = join(workspaceFolder, 'bench', 'pytorch');
  const python = await findPython(
    {
      title: 'PyTorch',
      module: 'torch',
      variable: 'TORCH_PYTHON',
      place: 'tools:bench',
      folder: join(pytorch, '.venv'),
      requirements: join(pytorch, 'requirements.txt'),
    },
    say,
  );
  const rows: BenchRow[] = [];
  for (const mode of opponents) {
    say(`MobileFaceNet 112×112, batch ${batchSize}: ours against PyTorch ${mode}, ${rounds} rounds`);
    const ourProgram = join(workspaceFolder, 'tools', 'dist', 'bench', 'our-step.js');
    const ours = await startStepper(process.execPath, [ourProgram, String(batchSize), String(classes)]);
    const pytorchArguments = [
      '--interactive',
      '--mode',
      mode,
      '--batch',
      String(batchSize),
      '--classes',
      String(classes),
    ];
    // Waiting OpenMP threads would otherwise spin through our turn.
    const theirs = await startStepper(python, [join(pytorch, 'step.py'), ...pytorchArguments], {
      OMP_WAIT_POLICY: 'PASSIVE',
    });
    const { oursMs, theirsMs } = await alternate(ours, theirs, rounds);
    const memory = { ours: await ours.close(), theirs: await theirs.close() };
    rows.push({
      name: `training step, MobileFaceNet 128-d, batch ${batchSize}, 112×112, eager`,
      ours: (1000 * batchSize) / oursMs,
      opponent: (1000 * batchSize) / theirsMs,
      opponentName: `PyTorch ${mode}`,
      unit: 'images/s',
      ratio: theirsMs / oursMs,
      precision: 'float32',
      peakRssMiB: memory.ours.peakRssMiB,
      opponentPeakRssMiB: memory.theirs.peakRssMiB,
    });
  }
  return rows;
}
