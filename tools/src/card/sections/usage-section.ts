import { percent, whole } from '@arcface-ts/eval';
import type { CardFacts } from '../card-facts.js';
import { blocks, code, table } from '../markdown.js';
import { usageCode } from '../usage-code.js';

/** Commands, thresholds, and a program that compares two photos. */
export function usageSection({ run, result, thresholds, threshold }: CardFacts): string {
  const model = `runs/${run}/model`;
  const set = result.stamp?.set ?? 'lfw';
  return blocks(
    '## How to use it',
    `This folder is a checkpoint: ${code('weights.safetensors')} and ${code('checkpoint.json')}, which says how a photo becomes the net's input. From the root of arcface-ts:`,
    `\`\`\`sh
npx nx run eval:pairs --checkpoint=${model} --images=DIR --pairs=FILE   # verifies pairs of your own
npx nx run eval:gallery --checkpoint=${model} --images=DIR              # who is who in a folder
npx nx run train:face --init=${model} --config=FILE.mjs --name=NEW      # goes on with people of your own
\`\`\``,
    `Two photos show one person where the squared distance of their embeddings, normalized, is below a threshold, or their cosine above it. ${code('thresholds/')} has them, with the intervals that other people in the test would have given; FAR and TAR are those of the pairs that chose the threshold, a little too good for new people:`,
    table(
      ['chosen on', 'for', 'squared distance below', 'cosine above', '95 % interval of the cosine', 'FAR', 'TAR'],
      [...thresholds].flatMap(([name, { bestAccuracy, atFar }]) => {
        const points = [
          ['best accuracy', bestAccuracy] as const,
          ...Object.entries(atFar).map(([far, point]) => [`FAR ${percentOf(far)}`, point] as const),
        ];
        return points.map(
          ([
            text,
            {
              squaredDistance,
              cosine,
              cosineCi95: [low, high],
              far,
              tar,
            },
          ]) => [
            code(name),
            text,
            squaredDistance.toFixed(3),
            cosine.toFixed(3),
            `${low.toFixed(3)} to ${high.toFixed(3)}`,
            percent(far),
            percent(tar),
          ],
        );
      }),
    ),
    `They were chosen on the people of a test: ${[...thresholds].map(([name, card]) => `${code(name)} has ${whole(card.identities)}`).join(', ')}. Where pictures come from another camera or crowd, choose one on pairs of your own: ${code('eval:pairs')} does.`,
    `This program says whether two photos show one person, at the threshold of ${threshold.text}. As ${code('compare.mjs')} in the root of the repository it is run as ${code('node compare.mjs ONE.jpg OTHER.jpg')}:`,
    `\`\`\`js\n${usageCode({ model, set, key: threshold.key })}\`\`\``,
  );
}

/** `1 %` for "1e-2". */
function percentOf(far: string): string {
  return `${Number((100 * Number(far)).toPrecision(3))} %`;
}
