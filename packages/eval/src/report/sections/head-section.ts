import { html, Markup } from '@arcface-ts/core';
import type { ReportInput } from '../report-input.js';
import { cosineOf, counted, percent, points, whole } from '../report-numbers.js';

const nothing = new Markup('');

/** What the page is about, the accuracy in words, and the figures that are asked for first. */
export function headSection({ found, verification }: ReportInput): Markup {
  const { run, set, result, date, net } = found;
  const { accuracy, thresholds, auc, eer } = result;
  const { pairs, identities, uncertainty } = verification;
  const [auc95, eer95] = [uncertainty.auc.ci95, uncertainty.eer.ci95];
  const guess = Math.max(pairs.same, pairs.different) / result.pairs;
  const threshold = thresholds.reduce((sum, value) => sum + value, 0) / thresholds.length;
  const tars = Object.entries(result.tarAtFar).map(([far, { tar }]) => figure(`TAR at FAR ${far}`, percent(tar)));
  return html`<header>
${result.dataset === 'procedural' ? proceduralNotice(set) : nothing}<h1>Verification on ${result.dataset === 'procedural' ? 'procedural faces' : result.dataset}</h1>
<p class="muted">run ${run}${net === undefined ? '' : `, ${net}`} · ${date} · <code>${result.checkpoint.path}</code></p>
<p class="headline"><strong>${percent(accuracy.mean)}</strong> <span>± ${points(accuracy.std)} of ${counted(result.pairs, 'pair')} decided rightly</span></p>
<p>“The same person, or not?” was asked of ${whole(pairs.same)} pairs of one person and ${whole(pairs.different)} pairs of two, ${whole(identities)} people in all.
Guessing would be right in ${percent(guess)} of them. The figure is the mean of ${whole(result.folds)} folds, each decided by a threshold that the other folds chose;
± is how much the folds differ from each other (standard deviation).</p>
<p>With other people in the test the figure would most likely lie between <strong>${points(accuracy.ci95[0])} and ${percent(accuracy.ci95[1])}</strong> (95 % interval), the AUC
between ${auc95[0].toFixed(4)} and ${auc95[1].toFixed(4)}, and the equal error rate between ${points(eer95[0])} and ${percent(eer95[1])}. ${noiseText(verification.accuracy.standardError, result.pairs)}</p>
<dl class="figures">
${tars}${figure('AUC', auc.toFixed(4))}${figure('Equal error rate', percent(eer))}${figure(`Threshold (cosine ${cosineOf(threshold).toFixed(2)})`, threshold.toFixed(3))}</dl>
</header>
`;
}

function noiseText(standardError: number, pairs: number): string {
  if (standardError > 0) {
    return `A difference to another result below ${points(standardError)} points, one standard error, is noise and no improvement.`;
  }
  return `There was no error to resample: by the rule of three the error may still be up to ${percent(3 / pairs)}.`;
}

function proceduralNotice(set: string): Markup {
  return html`<p class="notice"><strong>Procedural faces.</strong> These faces were drawn from a seed; no photo of a person was tested. The figures show that
the program works. They are no result on ${set} and say nothing about people.</p>
`;
}

function figure(name: string, value: string): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`;
}
