import { statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RunDirectory } from '../run-directory.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { writeFileAtomic, writeFolderAtomic, writeJsonAtomic } from './atomic-file.js';

let before: number;
beforeEach(() => {
  before = process.umask(0o027);
});
afterEach(() => void process.umask(before));

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

it('files and folders are as open to others as the user lets new ones be, and no more', async () => {
  const folder = temporaryFolder();
  const [file, json] = [join(folder, 'a/file'), join(folder, 'b.json')];
  await writeFileAtomic(file, 'text');
  await writeJsonAtomic(json, {});
  await writeFolderAtomic(join(folder, 'c'), async temporary => writeFileSync(join(temporary, 'd'), ''));
  const run = RunDirectory.at(folder, 'run');
  await run.create();
  await run.appendMetrics({ step: 1 });
  expect([file, json, run.metricsFile].map(modeOf)).toEqual(['640', '640', '640']);
  expect([dirname(file), join(folder, 'c'), run.path].map(modeOf)).toEqual(['750', '750', '750']);
});
