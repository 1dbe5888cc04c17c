import { cropNames, cropOf } from '@arcface-ts/data';
import { whole } from '@arcface-ts/eval';
import type { CardFacts } from '../card-facts.js';
import { blocks, code, plain, table } from '../markdown.js';
import { netInWords } from './net-in-words.js';

/** Mitchell et al., section 4.1: what it is, and how it came about. */
export function detailsSection({ weights, training }: CardFacts): string {
  const { record, parameters, embeddingSize, sha256, date, path } = weights;
  const { config, input, progress } = record;
  const { init } = record;
  const origin =
    init === null
      ? 'random weights'
      : `${plain(init.path)} (weights ${code(init.weightsSha256.slice(0, 8))}), its class head ${init.head === 'taken' ? 'too' : 'new'}`;
  const best = progress.bestEpoch === null ? '' : `; the weights are those of epoch ${progress.bestEpoch}`;
  return blocks(
    '## Model details',
    table(
      ['', ''],
      [
        ['net', `${netInWords(config.model)}, ${whole(parameters)} parameters without class centres`],
        ['input', `${input.imageSizePx}×${input.imageSizePx} RGB, ${code(input.normalization)}`],
        ['crop', `${code(input.crop.name)} version ${input.crop.version}: ${cropInWords(input.crop.name)}`],
        ['output', `${whole(embeddingSize)} numbers a photo; e(photo) + e(mirrored photo), scaled to length 1`],
        ['margin', code(JSON.stringify(config.margin))],
        ['optimizer', code(JSON.stringify(config.optimizer))],
        ['learning rate', code(JSON.stringify(config.learningRate))],
        ['began with', origin],
        [
          'trained',
          `${whole(progress.step)} steps of ${whole(config.batchSize)} photos up to these weights, in ${config.precision}, seed ${config.seed}${best}`,
        ],
        ...(training === undefined ? [] : trainingRows(training)),
        ['weights', `SHA-256 ${code(sha256)}, from ${code(path)}, ${date}`],
      ],
    ),
    `<details><summary>The whole config</summary>\n\n\`\`\`json\n${JSON.stringify(config, null, 2)}\n\`\`\`\n\n</details>`,
  );
}

function cropInWords(crop: string): string {
  const isFrontal = cropNames.includes(crop) && cropOf(crop).frontal;
  return `${isFrontal ? 'turned to the front by 468 points, ' : ''}five points brought to insightface's template`;
}

function trainingRows({ run, summary, codeFingerprint }: NonNullable<CardFacts['training']>): [string, string][] {
  const stopped = { epochs: 'all epochs were trained', 'early-stop': 'stopped early', interrupt: 'interrupted' };
  return [
    [
      'the run',
      `${code(run)}: ${summary.epochs} epochs, ${whole(summary.steps)} steps, ${stopped[summary.stoppedBy]}; loss of the last batch ${summary.finalLoss.toFixed(3)}`,
    ],
    [
      'what it took',
      `${summary.imagesPerSecond.toFixed(1)} photos a second, waiting for photos ${summary.dataWaitPercent.toFixed(1)} % of the time, ${whole(Math.round(summary.peakRssMiB))} MiB at most`,
    ],
    ['code', `SHA-256 ${code(codeFingerprint.slice(0, 16))} of what decides the weights`],
  ];
}
