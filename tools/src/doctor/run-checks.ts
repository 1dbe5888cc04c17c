import { asError } from '@arcface-ts/core';
import type { Check, Finding } from './finding.js';

async function findingOf(check: Check): Promise<Finding> {
  try {
    return { name: check.name, ...(await check.examine()) };
  } catch (thrown) {
    // Errors of ours end in the next step; whatever else breaks an examination is a fault to report, not to suffer.
    return { name: check.name, state: 'fault', detail: asError(thrown).message };
  }
}

/** Runs all checks at once; the findings come in the order of the checks. */
export function runChecks(checks: readonly Check[]): Promise<Finding[]> {
  return Promise.all(checks.map(findingOf));
}
