import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { workspaceFolder } from '../workspace-folder.js';
import { type BenchNet, benchClasses } from './bench-net.js';
import type { StepMode } from './create-stepper.js';
import type { PytorchVariant } from './pytorch-variant.js';
import { type Stepper, type StepperOptions, startStepper } from './stepper.js';

export const pytorchFolder = join(workspaceFolder, 'bench', 'pytorch');

interface PytorchOptions extends StepperOptions {
  /** Steps before the program says that it is ready. */
  readonly warmup: number;
}

/** Waiting OpenMP threads would otherwise spin through our turn. */
export const takingTurns: PytorchOptions = { warmup: 3, environment: { OMP_WAIT_POLICY: 'PASSIVE' } };

/** A step may take minutes where the processor lacks what a variant wants; whatever takes longer is no opponent. */
export const alone: PytorchOptions = { warmup: 1, limitMs: 10 * 60_000 };

function startOurs(program: string, programArguments: readonly string[]): Promise<Stepper> {
  const path = join(workspaceFolder, 'tools', 'dist', 'bench', program);
  return startStepper(process.execPath, [path, ...programArguments]);
}

/** Our training step of a net. */
export function startOurStep(net: BenchNet, mode: StepMode, batchSize = net.batchSize): Promise<Stepper> {
  return startOurs('our-step.js', [`--net=${net.name}`, `--mode=${mode}`, `--batch=${batchSize}`]);
}

export function startOurProduct(side: number, repeats: number): Promise<Stepper> {
  return startOurs('our-product.js', [String(side), String(repeats)]);
}

function startPytorch(
  python: string,
  program: string,
  values: Record<string, string | number>,
  { warmup, ...options }: PytorchOptions,
): Promise<Stepper> {
  const flags = Object.entries({ ...values, warmup, threads: availableParallelism() }).map(
    ([key, value]) => `--${key}=${value}`,
  );
  return startStepper(python, [join(pytorchFolder, program), '--interactive', ...flags], options);
}

/** PyTorch's training step of a net. */
export function startPytorchStep(
  python: string,
  net: BenchNet,
  variant: PytorchVariant,
  options: PytorchOptions,
): Promise<Stepper> {
  const { mode, precision } = variant;
  const work = { net: net.name, batch: net.batchSize, size: net.sidePx, classes: benchClasses };
  return startPytorch(python, 'step.py', { ...work, mode, precision }, options);
}

export function startPytorchProduct(
  python: string,
  side: number,
  repeats: number,
  options: PytorchOptions,
): Promise<Stepper> {
  return startPytorch(python, 'product.py', { side, repeats }, options);
}
