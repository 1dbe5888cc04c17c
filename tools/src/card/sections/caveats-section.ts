import { percent, whole } from '@arcface-ts/eval';
import type { CardFacts } from '../card-facts.js';
import { blocks, list } from '../markdown.js';

/** Mitchell et al., sections 4.8 and 4.9. */
export function caveatsSection({ weights, result, threshold, thresholds }: CardFacts): string {
  const { record } = weights;
  if (record.dataset === 'procedural')
    return blocks(
      '## Ethical considerations',
      'The people are invented. What errs on drawings errs in other ways on people, so that nothing here can be carried over.',
      '## Caveats and recommendations',
      'Train on photos for anything but a look at whether everything runs.',
    );
  const { far } = threshold.point;
  const impostors = [...thresholds.values()].map(({ pairs }) => pairs.different);
  return blocks(
    '## Ethical considerations',
    list([
      'An embedding belongs to a person: keep it as you would keep the photo, delete it on demand, and ask before you make it. In many places the law says so.',
      'Weights are made of photos of people who were not asked, and hold what the photos show of them: names or numbers of the people are in `checkpoint.json`.',
      'An error falls on somebody: a wrong accept lets a stranger in, a wrong reject shuts somebody out, again and again the same person. Offer another way.',
    ]),
    '## Caveats and recommendations',
    list([
      `At the threshold of ${threshold.text} ${percent(far)} of the impostors pass. A search among ${whole(1000)} strangers at this threshold would find about ${whole(Math.round(1000 * far))} of them.`,
      `Figures rest on ${whole(Math.min(...impostors))} impostor pairs: what happens below a FAR of ${percent(3 / Math.min(...impostors))} they cannot say.`,
      'Photos with a pose, light, age or camera that the sets hardly have are outside of what was measured. Measure on photos of your own with `eval:pairs` before you rely on it.',
      ...(result.stamp?.overlap.people.known === false
        ? [
            `Whether people of the test were trained on is not known: ${result.stamp.overlap.people.why}. If they were, the figures are too good.`,
          ]
        : []),
    ]),
  );
}
