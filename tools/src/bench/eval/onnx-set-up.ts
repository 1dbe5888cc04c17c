/** One of the ways to embed in onnxruntime: the options of bench/eval/embed.py. */
export interface OnnxSetUp {
  readonly name: string;
  readonly batch: number;
  /** What normalizes and mirrors: numpy before the net, or the net's own graph. */
  readonly preprocess: 'numpy' | 'graph';
  /** With onnxruntime's layout in blocks of channels, or without it. */
  readonly level: 'all' | 'extended';
  /** What a thread does that has no work: spinning gains where nothing else runs, and takes the other threads' time where it does. */
  readonly waiting: 'sleep' | 'spin';
}

/** Every way that may be the fastest for some net and processor, with threads that sleep; each can spin besides. */
export const onnxSetUps: readonly OnnxSetUp[] = (['all', 'extended'] as const).flatMap(level =>
  (['numpy', 'graph'] as const).flatMap(preprocess =>
    [1, 16, 64].map(batch => ({
      name: `batch ${batch}, pixels by ${preprocess}, ${level}`,
      batch,
      preprocess,
      level,
      waiting: 'sleep' as const,
    })),
  ),
);

/** The same with threads that spin: onnxruntime's default. */
export function spinning(setUp: OnnxSetUp): OnnxSetUp {
  return { ...setUp, name: `${setUp.name}, spinning`, waiting: 'spin' };
}
