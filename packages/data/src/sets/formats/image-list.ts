import { posix } from 'node:path';
import type { FacePhoto } from '../face-photo.js';
import { type ListLine, listLines, quoteLine, readListFile, rejectLines } from './list-lines.js';

const rule = {
  expected: 'lines "path label", or "path<TAB>label" where a path has spaces',
  next: 'Correct these lines.',
};

/** With a tab the last one separates, else there are two words and no more. */
function split({ text }: ListLine): { path: string; identity: string } | undefined {
  const match = /^(.+)\t(.+)$/.exec(text.trim()) ?? /^(\S+)\s+(\S+)$/.exec(text.trim());
  if (!match) return undefined;
  const [path, identity] = [match[1]?.trim(), match[2]?.trim()];
  return path && identity ? { path, identity } : undefined;
}

/** Why a path cannot be below a folder, if so. Backslashes and drives lead out of it on Windows. */
export function pathFault(path: string): string | undefined {
  if (path.includes('\0')) return 'a path with a zero byte';
  if (path.includes('\\')) return 'a path with backslashes';
  if (posix.isAbsolute(path) || /^[a-z]:/i.test(path)) return 'an absolute path';
  const normal = posix.normalize(path);
  if (normal === '..' || normal.startsWith('../')) return 'a path that leaves the folder';
  return normal === '.' || normal.endsWith('/') ? 'a path of no file' : undefined;
}

/**
 * Parses a text list of photos and whom they show; labels may be names or numbers.
 *
 * @param file the list's name, for messages
 * @returns records in the order of the list; paths with forward slashes, from the folder that the list is relative to
 * Throws a DataError that names file and lines for a malformed line, a path out of the folder, and a path that comes twice.
 */
export function parseImageList(text: string, file: string): FacePhoto[] {
  const records: FacePhoto[] = [];
  const firstLineOf = new Map<string, number>();
  const malformed: string[] = [];
  const outside: string[] = [];
  const repeated: string[] = [];
  for (const line of listLines(text)) {
    const record = split(line);
    if (!record) {
      malformed.push(quoteLine(line));
      continue;
    }
    const fault = pathFault(record.path);
    if (fault) {
      outside.push(`${quoteLine(line)}, ${fault}`);
      continue;
    }
    const path = posix.normalize(record.path);
    const firstLine = firstLineOf.get(path);
    if (firstLine === undefined) firstLineOf.set(path, line.line);
    else repeated.push(`line ${line.line}: ${path}, as in line ${firstLine}`);
    records.push({ path, identity: record.identity });
  }
  rejectLines(malformed, { ...rule, file });
  rejectLines(outside, {
    expected: "paths of files below the list's folder, with forward slashes",
    file,
    next: 'Write the paths as they are seen from that folder.',
  });
  rejectLines(repeated, { expected: 'one line a photo', file, next: 'Keep the line that names the right label.' });
  rejectLines(records.length === 0 ? ['an empty list'] : [], { ...rule, file });
  return records;
}

/** Reads a list from its file: see `parseImageList`. */
export async function readImageList(file: string): Promise<FacePhoto[]> {
  return parseImageList(await readListFile(file, { expected: 'a list of photos', next: 'Check the path.' }), file);
}
