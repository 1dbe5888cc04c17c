import type { CollapseWarning } from '@arcface-ts/core';

/** What is wrong, and what to try. */
export function collapseInWords(warning: CollapseWarning): string {
  const place = `step ${warning.step}: `;
  if (warning.kind === 'embeddings')
    return `${place}the embeddings have collapsed: the mean cosine of two validation photos is ${warning.meanCosine.toFixed(4)}, and at 1 all of them are alike. Try a lower learningRate.base or a longer warm-up, a marginRamp or a smaller margin, and look at what the net is fed in samples.png.`;
  const { loss, guessingLoss, top1 } = warning;
  return `${place}the loss is that of guessing: ${loss.toFixed(2)} on average, where equal angles to all classes give ${guessingLoss.toFixed(2)}, and ${(100 * top1).toFixed(3)} % of the photos are nearest to their own class. Try another learningRate.base, which train:lr-find looks for, a longer marginRamp or a smaller margin.scale, and look at the labels.`;
}
