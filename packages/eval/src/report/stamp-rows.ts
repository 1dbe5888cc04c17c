/** A line of the protocol stamp: what it is about, and what it says. */
export interface StampRow {
  readonly label: string;
  readonly text: string;
  /** A hash or a path: for a machine's eyes. */
  readonly code: boolean;
}

/** `checkpointSha256` → `checkpoint sha256`. */
function wordsOf(key: string): string {
  return key.replace(
    /([a-z0-9])([A-Z])/g,
    (_, before: string, capital: string) => `${before} ${capital.toLowerCase()}`,
  );
}

/** What training and test have in common, in the words of a sentence; undefined for other things. */
function overlapText(value: object): string | undefined {
  const { known, why, common, of, by } = value as Record<string, unknown>;
  if (known === false) return `not known: ${why}`;
  if (known !== true || typeof common !== 'number' || typeof of !== 'number') return undefined;
  const examples = (value as { examples?: unknown }).examples;
  const named = Array.isArray(examples) && examples.length > 0 ? `, such as ${examples.slice(0, 3).join(', ')}` : '';
  return `${common.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} are in both${by ? `, by ${by}` : ''}${named}`;
}

/**
 * The rows of a protocol stamp, whatever its keys are: one a value, what is nested behind the name of what it is nested in. So a stamp
 * that learns to say more shows it without a change here.
 */
export function stampRows(stamp: unknown, label = ''): StampRow[] {
  const row = (text: string, code = false): StampRow[] => [{ label, text, code }];
  if (stamp === undefined) return [];
  if (stamp === null) return row('not known');
  if (typeof stamp === 'number') return row(Number.isInteger(stamp) ? stamp.toLocaleString('en-US') : String(stamp));
  if (typeof stamp === 'boolean') return row(stamp ? 'yes' : 'no');
  if (typeof stamp === 'string') return row(stamp, /^[0-9a-f]{64}$/.test(stamp) || /^[^\s]*\/[^\s]*$/.test(stamp));
  if (Array.isArray(stamp)) return row(stamp.length === 0 ? 'none' : stamp.map(String).join(', '));
  const overlap = overlapText(stamp as object);
  if (overlap !== undefined) return row(overlap);
  return Object.entries(stamp as object).flatMap(([key, value]) =>
    stampRows(value, label === '' ? wordsOf(key) : `${label}: ${wordsOf(key)}`),
  );
}
