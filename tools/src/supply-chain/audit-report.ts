import { ArcfaceError, parseJson } from '@arcface-ts/core';
import { z } from 'zod';

export const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const;
export type Severity = (typeof severities)[number];

/** What `npm audit --json` writes: a report, or why there is none. */
const answerSchema = z.union([
  z.object({
    vulnerabilities: z.record(z.string(), z.object({ severity: z.enum(severities), range: z.string() })),
  }),
  z.object({ message: z.string() }),
  z.object({ error: z.object({ summary: z.string() }) }),
]);

/** A package with a known vulnerability. */
export interface Vulnerable {
  readonly name: string;
  /** Versions that have it. */
  readonly range: string;
  readonly severity: Severity;
}

/** The packages that `npm audit --json` tells of, the worst first. Throws an ArcfaceError where it could not ask. */
export function vulnerablePackages(output: string): Vulnerable[] {
  const answer = parseJson(output || '{}', answerSchema, 'the output of npm audit');
  if ('vulnerabilities' in answer) {
    return Object.entries(answer.vulnerabilities)
      .map(([name, { severity, range }]) => ({ name, severity, range }))
      .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || (a.name < b.name ? -1 : 1));
  }
  throw ArcfaceError.because({
    expected: "the registry's list of vulnerabilities",
    received: 'message' in answer ? answer.message : answer.error.summary,
    place: 'npm audit',
    next: 'Nothing is known of the packages: run it again where the registry, or a mirror that npm is set to, answers audits.',
  });
}
