import { percent, whole } from '@arcface-ts/eval';
import { stampRows } from '../../evaluation/protocol-stamp.js';
import type { CardFacts } from '../card-facts.js';
import { knownSets } from '../known-sets.js';
import { blocks, code, plain, table } from '../markdown.js';

/** Mitchell et al., sections 4.5 and 4.6: what it was tested and trained on. */
export function dataSection({ weights, training, result }: CardFacts): string {
  const { record } = weights;
  const { config } = record;
  const { stamp } = result;
  const photos = training === undefined ? '' : `${whole(training.summary.images)} photos of `;
  return blocks(
    '## Evaluation data',
    `${whole(result.pairs)} pairs of ${whole(result.images)} images of ${plain(result.dataset)}, in ${result.folds} folds.`,
    stamp &&
      table(
        ['', ''],
        stampRows(stamp).map(([label, text]) => [label, plain(text)]),
      ),
    termsOf(result.dataset),
    '## Training data',
    `${photos}${whole(record.identities.length)} people of ${plain(record.dataset)}; nobody with fewer than ${config.minPhotosPerIdentity} photos. ${percent(config.validation.holdOut)} of the people were held out to validate with. Fingerprint of paths, sizes, dates and identities: ${code(record.dataFingerprint.slice(0, 16))}. Augmentation: ${code(JSON.stringify(config.augmentation))}.`,
    ...(record.dataset === 'procedural' ? [] : config.sets.map(termsOf)),
  );
}

/** What is known of the terms of a set; of drawings there are none. */
function termsOf(set: string): string | undefined {
  if (set === 'procedural')
    return 'Drawings, made from a seed: people, poses and light are invented, and so is what is hard about them.';
  const known = knownSets[set];
  if (known === undefined)
    return `On what terms the photos of ${code(set)} were had, and whether the people on them agreed, nobody told this card: whoever passes the weights on has to know.`;
  return `${known.title}: ${known.source}. ${known.says}`;
}
