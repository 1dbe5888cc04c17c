/** The four parts that every message of ours has: what must hold, what was found, where, and what to do about it. */
export interface Explanation {
  /** What must hold, as a clause: `cosine of shape [batch, classes]`. Printed after "Expected". */
  readonly expected: string;
  /** What was found. Printed after "but received". */
  readonly received: string;
  /** File and line, function, or option at which it was found. */
  readonly place: string;
  /** The next step, as a sentence. */
  readonly next?: string;
}

/** `Expected … but received … (place). Next step.` */
export function explain({ expected, received, place, next }: Explanation): string {
  return `Expected ${expected} but received ${received} (${place}).${next === undefined ? '' : ` ${next}`}`;
}

/** A fault that a person can act on; its message is complete, so that commands print it without a stack. */
export class ArcfaceError extends Error {
  override name = 'ArcfaceError';
  /** What the process ends with when a command fails on this error. */
  readonly exitCode: number = 1;

  static because<Fault extends ArcfaceError>(this: new (message: string) => Fault, explanation: Explanation): Fault {
    return new this(explain(explanation));
  }
}

/** A command or a config was written wrongly. */
export class UsageError extends ArcfaceError {
  override name = 'UsageError';
  override readonly exitCode = 2;
}

/** A data set, a record or a file does not say what its format says it must. */
export class DataError extends ArcfaceError {
  override name = 'DataError';
}

/** A tensor, an array or a number has another shape, type or range than its user needs. */
export class ShapeError extends ArcfaceError {
  override name = 'ShapeError';
}

/** The numbers of a training went wrong: a loss, gradient or weight that is NaN or infinite. */
export class NumericError extends ArcfaceError {
  override name = 'NumericError';
}

/** A person asked the process to stop; what was done so far is saved. */
export class InterruptedError extends ArcfaceError {
  override name = 'InterruptedError';
  override readonly exitCode = 130;
}

/** Turns whatever was thrown into an Error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
