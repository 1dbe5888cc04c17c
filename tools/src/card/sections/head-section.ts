import { percent, range, whole } from '@arcface-ts/eval';
import type { CardFacts } from '../card-facts.js';
import { blocks, plain } from '../markdown.js';
import { netInWords } from './net-in-words.js';

/** What the card is about, in a few lines; before everything else whether it is about faces at all. */
export function headSection(facts: CardFacts): string {
  const { run, weights, result } = facts;
  const { record, parameters, embeddingSize } = weights;
  return blocks(
    `# ${plain(run)}: face embeddings for verification`,
    notice(facts),
    `A face goes in, ${whole(embeddingSize)} numbers come out; two photos show one person where their numbers lie close together.
${netInWords(record.config.model)} with ${whole(parameters)} parameters, trained on ${whole(record.identities.length)} people of ${plain(record.dataset)}. Of ${whole(result.pairs)} pairs of ${plain(result.dataset)} it
decides **${percent(result.accuracy.mean)}** rightly (95 % interval ${range(result.accuracy.ci95)}).`,
    'Every figure of this model was written by `eval:card` out of the files of its run; the headings are those of Mitchell et al. 2019, [Model cards for model reporting](https://arxiv.org/abs/1810.03993).',
  );
}

/** Undefined where both sets are photos. */
function notice({ weights, result }: CardFacts): string | undefined {
  if (weights.record.dataset === 'procedural') {
    return `> **PROCEDURAL FACES: this is no model of faces.** It was trained on drawings, and no figure below says anything about people. It shows
> that everything runs. Do not use it on photos of anybody.`;
  }
  if (result.dataset !== 'procedural') return undefined;
  return `> **PROCEDURAL FACES: it was tested on drawings.** No figure below says how it does on people. Evaluate it on photos before any use.`;
}
