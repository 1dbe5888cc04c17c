import { z } from 'zod';
import type { CheckResult } from './check-set.js';
import { problemKinds } from './problem-groups.js';

const count = z.int().nonnegative();
const range = z.tuple([count, count]).readonly();

const photoSchema = z.object({
  /** Relative to `root`, with forward slashes. */
  path: z.string(),
  identity: z.string(),
});

const problemSchema = z.object({
  photos: z.array(photoSchema).readonly(),
  /** Of `train-test-duplicate` the paths of the same photo in the set `against`. */
  others: z.array(z.string()).readonly(),
  detail: z.string(),
});
export type ReportedProblem = z.infer<typeof problemSchema>;

const problemGroupSchema = z.object({
  kind: z.enum(problemKinds),
  count,
  /** Different photos of the set that these problems are about. */
  photos: count,
  all: z.array(problemSchema).readonly(),
});
export type ReportedGroup = z.infer<typeof problemGroupSchema>;

/** What a check found, complete: for a file that other programs read, and for the text and the page that people read. */
export const checkReportSchema = z.object({
  schema: z.literal(1),
  set: z.string(),
  /** Folder that the paths start from. */
  root: z.string(),
  photos: count,
  unreadable: count,
  /** The set that was searched for photos of this one; null when there was none. */
  against: z.string().nullable(),
  /** Bits, of 64, in which the hashes of near duplicates differ at most. */
  maxDistance: count,
  /** Of the photos that can be decoded. */
  statistics: z.object({
    photos: count,
    identities: count,
    fewest: count,
    median: count,
    most: count,
    histogram: z.array(z.object({ from: count, to: count, identities: count, photos: count })).readonly(),
  }),
  sizes: z.array(z.object({ width: range, height: range, photos: count })).readonly(),
  /** Kinds that have problems, the worst first. */
  problems: z.array(problemGroupSchema).readonly(),
});
export type CheckReport = z.infer<typeof checkReportSchema>;

/** The result of a check as plain data: without the hashes, which only another check can use. */
export function checkReport(result: CheckResult, { set }: { set: string }): CheckReport {
  const { root, photos, unreadable, against = null, maxDistance, statistics, sizes } = result;
  const problems = result.problems.map(({ kind, count: found, photos: concerned, all }) => ({
    kind,
    count: found,
    photos: concerned,
    // The kind is the group's: it would be repeated thousands of times.
    all: all.map(({ photos: copies, others, detail }) => ({
      photos: copies.map(({ path, identity }) => ({ path, identity })),
      others,
      detail,
    })),
  }));
  return { schema: 1, set, root, photos, unreadable, against, maxDistance, statistics, sizes, problems };
}
