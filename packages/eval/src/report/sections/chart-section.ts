import { html, Markup } from '@arcface-ts/core';
import { inlineChart } from '../charts/chart.js';
import type { ReportInput } from '../report-input.js';
import { percent, range } from '../report-numbers.js';

/** The four charts, each with what it shows in words. */
export function chartSection({ charts, found, verification }: ReportInput): Markup {
  const { auc, eer, accuracy } = found.result;
  return html`<section><h2>Charts</h2>
<div class="charts">
${chart(
  'ROC',
  charts.roc,
  html`How many same pairs are accepted when so many different pairs pass, over all pairs: the higher, the better. Area under it ${auc.toFixed(4)}; dotted is guessing, where it would be
0.5. Dots are the TARs of the table below. In the grey strip fewer than three impostors pass: there one pair moves the curve.`,
)}${chart(
  'DET',
  charts.det,
  html`Both kinds of error against each other, the nearer to the lower left the better. The axes are stretched so that normally distributed distances give a straight
line. The dot is the equal error rate, ${percent(eer)}.`,
)}${chart(
  'Distances',
  charts.distances,
  html`How far apart the pairs lie, ${verification.dPrime.toFixed(2)} standard deviations (d′) between the two kinds. Left of a threshold a pair counts as the same person: what is orange
there is accepted wrongly, what is blue right of it refused wrongly.`,
)}${chart(
  'Accuracy by fold',
  charts.folds,
  html`A dot a fold, the line at their mean, and in grey its 95 % interval, ${range(accuracy.ci95)}. Folds scatter wider than the mean is uncertain.`,
)}</div></section>
`;
}

function chart(title: string, svg: string, caption: Markup): Markup {
  return html`<figure><h3>${title}</h3>
${new Markup(inlineChart(svg, html`${title}, described below`.text))}
<figcaption class="muted">${caption}</figcaption></figure>
`;
}
