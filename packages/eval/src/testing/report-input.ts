import { RandomStream } from '@arcface-ts/core';
import { embeddingNorms } from '../embeddings.js';
import { evaluateVerification } from '../evaluate-verification.js';
import { pairDistances } from '../pair-distances.js';
import { drawReportCharts } from '../report/charts/report-charts.js';
import { hardestPairs } from '../report/hardest-pairs.js';
import type { FoundResult, ReportInput } from '../report/report-input.js';
import { verificationResult } from '../verification-result.js';
import { drawVerificationSet } from './draw-verification-set.js';

/** The input of a report over a drawn set, whose names are written to break a page that does not escape them. */
export async function reportInput(
  more: { dataset?: string; noise?: number; picture?: string } = {},
): Promise<ReportInput> {
  const { dataset = 'lfw', noise = 0.9, picture } = more;
  const { embeddings, pairs } = drawVerificationSet(RandomStream.fromSeed(3), { noise });
  const verification = evaluateVerification(embeddings, pairs, { resamples: 50 });
  const distances = pairDistances(embeddings, embeddingNorms(embeddings), pairs);
  const ofKind = (kind: boolean) => distances.filter((_, pair) => pairs[pair]?.same === kind);
  const result = verificationResult(verification, {
    dataset,
    checkpoint: { path: 'runs/<b>&"try"/best', sha256: 'ab'.repeat(32) },
    imagesPerSecond: 84.5,
  });
  return {
    found: { run: 'try', set: 'lfw', result, date: '2026-11-25', net: 'mobilefacenet' },
    verification,
    charts: await drawReportCharts(verification, { same: ofKind(true), different: ofKind(false) }),
    hardest: hardestPairs(distances, pairs, verification),
    photosOf: pair => [
      { name: `<i>${pair}</i>/"a" & b.jpg`, picture },
      { name: `c/${pair}'.jpg`, picture },
    ],
    others: [],
    unreadable: [],
  };
}

/** The same result in another run, with another accuracy, whose interval reaches so far to both sides. */
export function foundBeside(
  found: FoundResult,
  more: { run: string; mean: number; reach?: number; set?: string },
): FoundResult {
  const { run, mean, reach = 0.02, set = found.set } = more;
  const ci95: [number, number] = [mean - reach, mean + reach];
  return { ...found, run, set, result: { ...found.result, accuracy: { mean, std: 0.01, ci95 } } };
}
