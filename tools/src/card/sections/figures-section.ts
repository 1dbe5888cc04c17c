import { percent, range, whole } from '@arcface-ts/eval';
import type { CardFacts } from '../card-facts.js';
import { blocks, plain, table } from '../markdown.js';

/** Mitchell et al., sections 4.4 and 4.7: which measures, and what they are over all pairs. */
export function figuresSection({ result, pictures }: CardFacts): string {
  const { accuracy, auc, aucCi95, eer, eerCi95, tarAtFar } = result;
  return blocks(
    '## Metrics',
    `Accuracy by cross-validation: each fold is judged at the threshold that is best on all others. TAR is the share of pairs of one person that are accepted, FAR that of pairs of two people. Intervals of 95 % come from resampling people, not pairs. Protocol: ${plain(result.protocol)}.`,
    '## Quantitative analyses',
    table(
      ['over all pairs', '', '95 % interval'],
      [
        ['accuracy', `${percent(accuracy.mean)} ± ${percent(accuracy.std)} over the folds`, range(accuracy.ci95)],
        ...Object.entries(tarAtFar).map(([far, { tar, ci95, impostorPairs }]) => [
          `TAR at FAR ${far}`,
          `${percent(tar)}${impostorPairs === undefined ? '' : `, resting on ${whole(impostorPairs)} impostor pairs`}`,
          ci95 === undefined ? '' : range(ci95),
        ]),
        ['AUC', auc.toFixed(4), aucCi95 === undefined ? '' : aucCi95.map(end => end.toFixed(4)).join(' to ')],
        ['EER', percent(eer), eerCi95 === undefined ? '' : range(eerCi95)],
      ],
    ),
    // In one paragraph, so that they stand beside each other where there is room.
    pictures.map(({ file, shows }) => `![${shows}](${file})`).join('\n'),
  );
}
