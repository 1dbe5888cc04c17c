import { explain } from './event-file-error.js';

/**
 * Checks the step of an event: a whole number that a double holds exactly.
 * @throws RangeError that names the step and the tag
 */
export function checkStep(step: number, place: string): void {
  if (Number.isSafeInteger(step)) return;
  throw new RangeError(
    explain({
      expected: 'a step that is a whole number',
      received: String(step),
      place,
      next: 'Pass the number of training steps or epochs done so far.',
    }),
  );
}
