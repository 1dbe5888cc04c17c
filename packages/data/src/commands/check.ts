import { join, relative } from 'node:path';
import { type PipelineOptions, pipelineCommand, runCommand, writeFileAtomic, writeJsonAtomic } from '@arcface-ts/core';
import { checkReport } from '../checking/check-report.js';
import { checkSet } from '../checking/check-set.js';
import { problemSheets } from '../checking/problem-sheets.js';
import { reportPage } from '../checking/report-page.js';
import { reportText } from '../checking/report-text.js';
import { DecodePool } from '../decoding/decode-pool.js';
import { listFaces } from '../preparation/list-faces.js';
import { readPhotoList } from '../preparation/photo-list.js';
import { filesOf } from '../preparation/set-files.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const command = pipelineCommand(
  'data:check',
  'Check a set: counts, unreadable files, duplicates within and between identities, photos that a test set has too.',
  ['data', 'set', 'against', 'distance', 'workers'],
).action(async ({ data, set = 'celeba', against, distance, workers }: PipelineOptions) => {
  const workspace = process.cwd();
  const cacheFolder = join(workspace, '.cache', 'data');
  const pool = new DecodePool(workers === undefined ? {} : { threads: workers });
  const listed = async (name: string) => {
    await listFaces({ workspace, cacheFolder, data, set: name, report: say });
    return readPhotoList(cacheFolder, name);
  };
  try {
    const other = against === undefined ? undefined : await listed(against);
    const list = await listed(set);
    const common = { pool, report: say, ...(distance === undefined ? {} : { maxDistance: distance }) };
    const compared = other && {
      name: other.summary.set,
      hashes: (await checkSet({ ...common, root: other.summary.root, photos: other.photos })).hashes,
    };
    const { root } = list.summary;
    const result = await checkSet({ ...common, root, photos: list.photos, ...(compared && { against: compared }) });
    const report = checkReport(result, { set });
    const sheets = await problemSheets(result.problems, { root, againstRoot: other?.summary.root, pool });
    const folder = join(filesOf(cacheFolder, set).folder, 'check');
    await writeJsonAtomic(join(folder, 'check.json'), report);
    await writeFileAtomic(join(folder, 'index.html'), reportPage(report, { sheets }));
    say(reportText(report));
    say(
      `all of it: ${relative(workspace, join(folder, 'check.json'))}, ${relative(workspace, join(folder, 'index.html'))}`,
    );
  } finally {
    await pool.close();
  }
});

await runCommand(command);
