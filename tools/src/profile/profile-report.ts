import { nodeTable, profileTable, type StepProfile } from '@arcface-ts/graph';

/** What `tools:profile-step --json=FILE` writes. */
export interface ProfileReport {
  readonly net: string;
  readonly kind: 'training' | 'inference';
  readonly embeddingSize: number;
  readonly batchSize: number;
  readonly imageSizePx: number;
  readonly precision: string;
  readonly device: string;
  /** Of a run that is not profiled. */
  readonly runMs: number;
  readonly imagesPerSecond: number;
  readonly peakRssMiB: number;
  readonly profile: StepProfile;
}

/** The report as text: times by type of op, the nodes that took longest, and the speed without the profiler. */
export function profileText(report: ProfileReport, { top }: { top: number }): string {
  const { net, kind, embeddingSize, batchSize, imageSizePx, precision, device } = report;
  const what = kind === 'training' ? 'training step' : 'inference';
  return [
    `${what}, ${net} ${embeddingSize}-d, batch ${batchSize}, ${imageSizePx}×${imageSizePx}, ${precision}, ${device}`,
    '',
    profileTable(report.profile, { top }),
    '',
    nodeTable(report.profile, { top }),
    '',
    `not profiled: ${report.runMs.toFixed(1)} ms, ${report.imagesPerSecond.toFixed(1)} images/s, peak memory ${Math.round(report.peakRssMiB)} MiB`,
    '',
  ].join('\n');
}
