import { createHash } from 'node:crypto';
import { DataError, readWholeFile } from '@arcface-ts/core';

/** Records as lines of JSON, and the hash by which a summary vouches for them. */
export function vouchedLines(records: readonly object[]): { text: string; sha256: string } {
  const text = records.map(record => `${JSON.stringify(record)}\n`).join('');
  return { text, sha256: sha256Of(text) };
}

/**
 * Reads the lines that a summary, the file `voucher`, vouches for. Throws a DataError, with the next step, when they cannot be read or are others.
 * What we wrote and nobody changed has its form: a schema would take seconds for hundreds of thousands of lines.
 */
export async function readVouchedLines<Line>(
  file: string,
  { called, voucher, sha256, next }: { called: string; voucher: string; sha256: string; next: string },
): Promise<Line[]> {
  const bytes = await readWholeFile(file).catch((error: NodeJS.ErrnoException) => {
    throw DataError.because({
      expected: `a readable ${called}`,
      received: error.code ?? error.message,
      place: file,
      next,
    });
  });
  const text = bytes.toString('utf8');
  if (sha256Of(text) !== sha256) {
    throw DataError.because({
      expected: `the ${called} that ${voucher} vouches for`,
      received: 'another one, cut off or changed',
      place: file,
      next,
    });
  }
  return JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as Line[];
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
