import type { VerificationResult } from '@arcface-ts/core';
import type { Verification } from '../evaluate-verification.js';
import type { ReportCharts } from './charts/report-charts.js';
import type { WrongPairs } from './hardest-pairs.js';

/** A photo of a pair as the page shows it. */
export interface ShownPhoto {
  /** As the list of pairs calls it. */
  readonly name: string;
  /** The aligned crop, a data URI of a JPEG or PNG; without it the photo is only named. */
  readonly picture?: string | undefined;
}

/** A result in runs/<run>/eval/<set>.json. */
export interface FoundResult {
  readonly run: string;
  readonly set: string;
  readonly result: VerificationResult;
  /** Day on which it was written: 2026-11-25. */
  readonly date: string;
  /** What embedded the photos; undefined where the run does not say. */
  readonly net?: string | undefined;
}

/** All that a report is made of. */
export interface ReportInput {
  /** What the page is about. The figures in its head and in its tables are those of its JSON. */
  readonly found: FoundResult;
  readonly verification: Verification;
  /** From drawReportCharts. */
  readonly charts: ReportCharts;
  /** From hardestPairs. */
  readonly hardest: { readonly falseAccepts: WrongPairs; readonly falseRejects: WrongPairs };
  /** The photos of a pair, by its place among the pairs; asked for those that are shown. */
  readonly photosOf: (pair: number) => readonly [ShownPhoto, ShownPhoto];
  /** Results of other runs and sets. */
  readonly others: readonly FoundResult[];
  /** Files that should hold results and could not be read. */
  readonly unreadable: readonly string[];
}
