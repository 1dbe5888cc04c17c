import { ArcfaceError } from '@arcface-ts/core';

/** A function cannot become a graph: it does something that only makes sense when it is executed. */
export class TraceError extends ArcfaceError {
  override name = 'TraceError';
}

/** Frames of these files only pass a call on; the frame before them is who made it. */
const passedOn = /node_modules|node:internal|[\\/]graph[\\/](src|dist)[\\/](trace|fused|compile)[\\/](?!.*\.test\.)/;

/** Where the traced function called what is being recorded: `file:line:column`. */
export function callSite(): string {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = limit;
  const frame = stack.split('\n').find(line => /^\s+at /.test(line) && !passedOn.test(line));
  return frame?.replace(/^\s+at (?:.*\()?(?:file:\/\/)?(.*?)\)?$/, '$1') ?? 'an unknown place';
}
