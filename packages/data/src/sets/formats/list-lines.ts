import { asError, DataError, readWholeFile } from '@arcface-ts/core';
import { listProblems } from '../list-problems.js';

/** A line of a text list that is not empty, without its line end. */
export interface ListLine {
  readonly text: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** Lines that are not blank, with their numbers; line ends of Windows and a byte order mark are taken off. */
export function listLines(text: string): ListLine[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ text: line, line: index + 1 }))
    .filter(line => line.text.trim() !== '');
}

/** How a message shows a line: its number, and as much of its text as helps. */
export function quoteLine({ text, line }: ListLine): string {
  return `line ${line}: ${JSON.stringify(text.slice(0, 80))}`;
}

/** Throws a DataError when there are problems; of many it names the first ten. */
export function rejectLines(problems: readonly string[], rule: { expected: string; file: string; next: string }): void {
  if (problems.length === 0) return;
  const { expected, file, next } = rule;
  throw DataError.because({ expected, received: listProblems(problems), place: file, next });
}

/** Reads a text list; throws a DataError that says what the file would have been when it cannot be read. */
export async function readListFile(file: string, { expected, next }: { expected: string; next: string }) {
  const bytes = await readWholeFile(file).catch(thrown => {
    const error = asError(thrown) as NodeJS.ErrnoException;
    throw DataError.because({ expected, received: error.code ?? error.message, place: file, next });
  });
  return bytes.toString('utf8');
}
