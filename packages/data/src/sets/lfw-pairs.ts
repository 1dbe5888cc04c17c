import { DataError } from '@arcface-ts/core';
import { listProblems } from './list-problems.js';

/** A pair as a pairs file names it: paths below images/, with forward slashes. */
export interface NamedPair {
  readonly first: string;
  readonly second: string;
  readonly same: boolean;
  readonly fold: number;
  /** Line of the file, from 1. */
  readonly line: number;
}

export interface NamedPairs {
  readonly pairs: readonly NamedPair[];
  readonly folds: number;
}

function photoPath(name: string, number: string): string {
  return `${name}/${name}_${number.padStart(4, '0')}.jpg`;
}

/** Non-empty lines with their numbers, from 1. */
function numberedLines(text: string): { text: string; line: number }[] {
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trim(), line: index + 1 }))
    .filter(line => line.text !== '');
}

function rejectMalformed(malformed: readonly string[], expected: string, file: string): void {
  if (malformed.length === 0) return;
  throw DataError.because({
    expected,
    received: listProblems(malformed),
    place: file,
    next: 'Correct these lines, or fetch the file again.',
  });
}

/**
 * The official View 2 list (http://vis-www.cs.umass.edu/lfw/README.txt): a first line with folds and pairs a kind, or, as
 * in View 1's lists of one fold, the pairs alone; then
 * fold after fold first its same pairs, `name i j`, and then its different pairs, `name i name j`.
 * Throws a DataError that names file and lines.
 */
export function parseOfficialPairs(text: string, file: string): NamedPairs {
  const lines = numberedLines(text);
  const header = /^(?:(\d+)\s+)?(\d+)$/.exec(lines[0]?.text ?? '');
  rejectMalformed(
    header ? [] : [`line 1: ${JSON.stringify(lines[0]?.text ?? '')}`],
    'a first line "folds pairs", such as "10 300", or "pairs" for one fold',
    file,
  );
  const folds = Number(header?.[1] ?? 1);
  const perKind = Number(header?.[2]);
  const rows = lines.slice(1);
  if (folds === 0 || perKind === 0 || rows.length !== folds * 2 * perKind) {
    throw DataError.because({
      expected: `${folds} folds of ${perKind} same and ${perKind} different pairs, ${folds * 2 * perKind} lines after the first`,
      received: `${rows.length}`,
      place: file,
      next: 'The file is cut off, or its first line is wrong: fetch it again.',
    });
  }
  const pairs: NamedPair[] = [];
  const malformed: string[] = [];
  for (const [index, { text: row, line }] of rows.entries()) {
    const fold = Math.floor(index / (2 * perKind));
    const same = index % (2 * perKind) < perKind;
    const match = (same ? /^(\S+)\s+(\d+)\s+(\d+)$/ : /^(\S+)\s+(\d+)\s+(\S+)\s+(\d+)$/).exec(row);
    if (!match) {
      malformed.push(
        `line ${line}: ${JSON.stringify(row.slice(0, 80))} among the ${same ? 'same' : 'different'} pairs of fold ${fold + 1}`,
      );
      continue;
    }
    const [, name, number, ...others] = match as unknown as [string, string, string, ...string[]];
    const [otherName, otherNumber] = same ? [name, others[0]] : others;
    pairs.push({
      first: photoPath(name, number),
      second: photoPath(otherName as string, otherNumber as string),
      same,
      fold,
      line,
    });
  }
  rejectMalformed(malformed, 'same pairs "name i j" and different pairs "name i name j"', file);
  return { pairs, folds };
}

/** Folds that a flat list is dealt into, as many as View 2 has. */
const flatFolds = 10;

/**
 * The flat list of some copies of LFW: `path path 0|1`, all same pairs first.
 *
 * Folds in file order would hold one kind only, and a threshold chosen on nine of them would mean nothing. So each kind
 * is dealt on its own: the first tenth of the same pairs and the first tenth of the different ones make fold 0, and so
 * on. Where the flat list keeps the official order, that gives back the official folds exactly.
 * Throws a DataError that names file and lines.
 */
export function parseFlatPairs(text: string, file: string): NamedPairs {
  const malformed: string[] = [];
  const rows = numberedLines(text).flatMap(({ text: row, line }) => {
    const match = /^(\S+\/\S+)\s+(\S+\/\S+)\s+([01])$/.exec(row);
    if (!match) malformed.push(`line ${line}: ${JSON.stringify(row.slice(0, 80))}`);
    return match ? [{ first: match[1] as string, second: match[2] as string, same: match[3] === '1', line }] : [];
  });
  rejectMalformed(malformed, 'rows "path path 0" or "path path 1"', file);
  const counts = { same: rows.filter(row => row.same).length, different: rows.filter(row => !row.same).length };
  if (Math.min(counts.same, counts.different) < flatFolds) {
    throw DataError.because({
      expected: `${flatFolds} same pairs and ${flatFolds} different pairs or more, one of each a fold`,
      received: `${counts.same} and ${counts.different}`,
      place: file,
    });
  }
  const dealt = { same: 0, different: 0 };
  const pairs = rows.map(row => {
    const kind = row.same ? 'same' : 'different';
    return { ...row, fold: Math.floor((dealt[kind]++ * flatFolds) / counts[kind]) };
  });
  return { pairs, folds: flatFolds };
}
