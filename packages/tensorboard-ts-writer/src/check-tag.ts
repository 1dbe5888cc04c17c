import { explain } from './event-file-error.js';

/**
 * Checks the name of a series: text without control characters and lone surrogates, not empty, no spaces at either end,
 * and no empty part between slashes, since TensorBoard groups series by what stands before the first slash.
 * @throws TypeError that names the tag
 */
export function checkTag(tag: string, place: string): void {
  const valid =
    typeof tag === 'string' &&
    tag === tag.trim() &&
    tag.split('/').every(part => part !== '') &&
    !/[\p{Cc}\p{Surrogate}]/u.test(tag);
  if (valid) return;
  throw new TypeError(
    explain({
      expected: 'a tag such as "loss/train": parts between single slashes, no control characters',
      received: typeof tag === 'string' ? JSON.stringify(tag) : String(tag),
      place,
      next: 'Name the series as TensorBoard shall show it.',
    }),
  );
}
