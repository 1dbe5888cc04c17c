import { html, type Markup } from '@arcface-ts/core';
import type { ReportInput } from '../report-input.js';
import { cosineOf, percent, range, whole } from '../report-numbers.js';

/** TAR at fixed FARs, as a table. */
export function farSection({ found, verification }: ReportInput): Markup {
  const rows = Object.entries(found.result.tarAtFar).map(([far, { tar, threshold }]) => {
    const at: { impostorPairs?: number; ci95?: readonly [number, number] } = verification.tarAtFar[far] ?? {};
    return { far, tar, threshold, ...at };
  });
  const leftOut = Object.keys(verification.tarAtFar).filter(far => !(far in found.result.tarAtFar));
  const intervals = rows.some(({ ci95 }) => ci95 !== undefined);
  return html`<section><h2>True accept rate at fixed false accept rates</h2>
<table class="stacked"><thead><tr><th scope="col">FAR</th><th scope="col" class="number">TAR</th>${
    intervals ? html`<th scope="col" class="number">95 % interval</th>` : ''
  }<th scope="col" class="number">Distance below</th><th scope="col" class="number">Cosine above</th><th scope="col" class="number">False accepts allowed</th></tr></thead><tbody>
${rows.map(
  ({ far, tar, ci95, threshold, impostorPairs }) =>
    html`<tr><th scope="row" data-label="FAR"><span>${far} <span class="muted">${wordsOf(Number(far))}</span></span></th><td class="number" data-label="TAR">${percent(tar)}</td>${
      intervals ? html`<td class="number" data-label="95 % interval">${ci95 === undefined ? '' : range(ci95)}</td>` : ''
    }<td class="number" data-label="Distance below">${threshold.toFixed(3)}</td><td class="number" data-label="Cosine above">${cosineOf(threshold).toFixed(3)}</td><td class="number" data-label="False accepts allowed">${impostorPairs === undefined ? '' : whole(impostorPairs)}</td></tr>\n`,
)}</tbody></table>
<p class="muted">Of each fold the threshold comes from the others, the mean of which is given. “Allowed” says how many impostor pairs the threshold rests on: few of them, and it is a matter of luck.${
    leftOut.length === 0
      ? ''
      : ` Left out, since ${leftOut.length === 1 ? 'it' : 'they'} would rest on fewer than three: ${leftOut.join(', ')}.`
  }</p></section>
`;
}

/** 1e-3 → one in 1,000. */
function wordsOf(far: number): string {
  return `one in ${whole(Math.round(1 / far))}`;
}
