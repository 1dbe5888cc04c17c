import { tensorflow } from '../start-tensorflow.js';
import { collectGarbage } from './collect-garbage.js';

/**
 * To be called once before steps that take much memory: collects garbage and gives it back to the system, and takes address space in
 * which their tensors fit. What was needed once, such as a state before it went into variables, would otherwise be kept
 * for ever, since freed memory is kept for the next step.
 */
export function settleMemory(): void {
  collectGarbage();
  // The memory of arrays is freed in the background, which the next collection waits for.
  collectGarbage();
  tensorflow().addon.settleMemory();
}
