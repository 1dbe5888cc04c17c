const exception = /^[\w.]*(?:Error|Exception|Interrupt|Exit)\b.*$/gm;

/**
 * The one line of a failed program's stderr that says why: the last exception it names (Python prints advice after it, Node a
 * stack), else its last line; empty when it wrote nothing.
 */
export function lastWords(stderr: string): string {
  const named = stderr.match(exception)?.at(-1);
  return named ?? stderr.trimEnd().split('\n').at(-1)?.trim() ?? '';
}
