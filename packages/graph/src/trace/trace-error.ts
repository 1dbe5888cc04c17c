import { ArcfaceError } from '@arcface-ts/core';

/** A function cannot become a graph: it does something that only makes sense when it is executed. */
export class TraceError extends ArcfaceError {
  override name = 'TraceError';
}

/** Frames of these files only pass a call on; the frame before them is who made it. */
const passedOn =
  /<anonymous>\)?$|node_modules|node:internal|[\\/]graph[\\/](src|dist)[\\/](trace|fused|compile)[\\/](?!.*\.test\.)/;

/** Where the traced function called what is being recorded: `file:line:column`. */
export function callSite(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  const frame = stack.split('\n').find(line => /^\s+at /.test(line) && !passedOn.test(line));
  return frame?.replace(/^\s+at (?:.*\()?(?:file:\/\/)?(.*?)\)?$/, '$1') ?? 'an unknown place';
}

/** Calls a function; tfjs's error for an op without a gradient becomes one that says what to do. */
export function namingMissingGradient<Result>(call: () => Result): Result {
  try {
    return call();
  } catch (error) {
    const op = error instanceof Error && /gradient function not found for (\w+)/.exec(error.message)?.[1];
    if (!op) throw error;
    throw TraceError.because({
      expected: 'a gradient of every op between a value and what it is differentiated by',
      received: `${op}, which tfjs has none for`,
      place: 'compile',
      next: 'Write one with tf.customGrad, or compute the same by other ops.',
    });
  }
}
