import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tensorflow } from '../start-tensorflow.js';

/**
 * To be called once before steps that take much memory: collects garbage and gives it back to the system, and takes address space in
 * which their tensors fit. What was needed once, such as a state before it went into variables, would otherwise be kept
 * for ever, since freed memory is kept for the next step.
 */
export function settleMemory(): void {
  collectGarbage();
  tensorflow().addon.settleMemory();
}

/** V8 collects large arrays when it sees fit, which may be after the first step has taken as much memory again. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  // The memory of arrays is freed in the background, which the next collection waits for.
  collect();
  setFlagsFromString('--no-expose-gc');
}
