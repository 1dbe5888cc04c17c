import type { HparamValue } from 'tensorboard-ts-writer';
import type { TrainingConfig } from '../config.js';

/** Keys that change neither what is trained nor how fast. */
const leftOut: readonly (keyof TrainingConfig)[] = ['checkpointEvery', 'logEverySteps', 'maxCorruptFraction'];

/**
 * A config as the flat options of TensorBoard's HPARAMS tab: `optimizer.momentum` 0.9, `marginRamp` "40 percent". A key without a
 * value is "none" there, so that it has a column in each run.
 */
export function hparamsOfConfig(config: TrainingConfig): Record<string, HparamValue> {
  const compared = Object.entries(config).filter(([key]) => !leftOut.includes(key as keyof TrainingConfig));
  return Object.fromEntries(compared.flatMap(([key, value]) => flattened(key, value)));
}

function flattened(name: string, value: unknown): [string, HparamValue][] {
  if (value === null) return [[name, 'none']];
  if (typeof value !== 'object') return [[name, value as HparamValue]];
  const entries = Object.entries(value);
  if (Array.isArray(value)) return [[name, value.map(textOf).join(', ') || 'none']];
  if (isDuration(entries)) return [[name, textOf(value)]];
  return entries.flatMap(([key, each]) => flattened(`${name}.${key}`, each));
}

/** Exactly one of steps, epochs and percent. */
function isDuration(entries: readonly [string, unknown][]): boolean {
  return entries.length === 1 && ['steps', 'epochs', 'percent'].includes(entries[0]?.[0] as string);
}

function textOf(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  return Object.entries(item)
    .map(([unit, length]) => `${length} ${unit}`)
    .join(' ');
}
