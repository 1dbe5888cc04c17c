import { listLines, quoteLine, rejectLines } from './list-lines.js';

/** A line of a `.lst`: the record of this key was made of this photo. */
export interface ListedRecord {
  readonly index: number;
  readonly label: number;
  readonly path: string;
}

function classNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}(\.0*)?$/.test(text) ? Number(text) : undefined;
}

/**
 * Parses the `.lst` beside a record file. Two orders go by that name:
 * MXNet's im2rec.py writes `index<TAB>label<TAB>…<TAB>path`, of several labels the first counts;
 * insightface's face2rec2.py reads `aligned<TAB>path<TAB>label<TAB>…` and numbers the lines from 1.
 *
 * Throws a DataError that names file and lines for what is neither.
 */
export function parseLst(text: string, file: string): ListedRecord[] {
  const problems: string[] = [];
  const records: ListedRecord[] = [];
  for (const line of listLines(text)) {
    const fields = line.text.split('\t').map(field => field.trim());
    const [first, second, third] = fields;
    const path = fields.at(-1);
    const index = classNumber(first);
    const label = classNumber(second);
    const lastLabel = classNumber(third);
    if (fields.length >= 3 && index !== undefined && label !== undefined && path) records.push({ index, label, path });
    else if (/^[01]$/.test(first ?? '') && second && lastLabel !== undefined) {
      records.push({ index: records.length + 1, label: lastLabel, path: second });
    } else problems.push(quoteLine(line));
  }
  rejectLines(problems, {
    expected: 'lines "index<TAB>label<TAB>path" or "aligned<TAB>path<TAB>label"',
    file,
    next: 'Separate by tabs, and number the classes from 0.',
  });
  return records;
}
