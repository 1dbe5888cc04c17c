import { html, type Markup } from '@arcface-ts/core';
import type { ReportInput } from '../report-input.js';
import { counted, whole } from '../report-numbers.js';
import { type StampRow, stampRows } from '../stamp-rows.js';

/** Of a stamp what decides whether a figure can be trusted: which photos could not be used, and what the model had seen before. */
const decisive = /^(photos|overlap)\b/;

/** How it was measured: the protocol, the weights, and what the result's stamp says besides. */
export function stampSection({ found, verification }: ReportInput): Markup {
  const { checkpoint, protocol, images, folds, meanNorm, imagesPerSecond, dataset } = found.result;
  const { same, different } = verification.pairs;
  const stamp: unknown = (found.result as { stamp?: unknown }).stamp;
  const said = stampRows(stamp);
  const first = [
    ...stampRows({
      set: dataset,
      protocol,
      pairs: `${counted(same, 'same pair')} and ${whole(different)} different ones in ${counted(folds, 'fold')}`,
      checkpoint: checkpoint.path,
    }),
    ...said.filter(({ label }) => decisive.test(label)),
  ];
  const more = [
    ...stampRows({
      images,
      checkpointSha256: checkpoint.sha256,
      meanLengthOfEmbeddings: Number(meanNorm.toFixed(3)),
      imagesPerSecond: imagesPerSecond === null ? 'embeddings came from a file' : Number(imagesPerSecond.toFixed(1)),
    }),
    ...said.filter(({ label, text }) => !decisive.test(label) && text !== checkpoint.sha256),
  ];
  return html`<section><h2>How it was measured</h2>
<dl class="stamp">
${first.map(stampItem)}</dl>
${stamp === undefined ? html`<p class="muted">The result has no stamp: which photos could not be used, and what training and test have in common, is not known.</p>\n` : ''}<details><summary>More about it</summary>
<dl class="stamp">
${more.map(stampItem)}</dl></details></section>
`;
}

function stampItem({ label, text, code }: StampRow): Markup {
  return html`<div><dt>${label}</dt><dd>${code ? html`<code>${text}</code>` : text}</dd></div>\n`;
}
