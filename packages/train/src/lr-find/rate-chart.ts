import type { RateTest } from '@arcface-ts/core';
import { drawChart } from '../draw-chart.js';
import { rateInWords, suggestionNames } from './rate-in-words.js';

const widthPx = 640;
const heightPx = 360;
/** Okabe and Ito's colours, which colour-blind readers tell apart. */
const colours = { smoothed: '#0072b2', each: '#9aa2ad', steepest: '#d55e00', leastTenth: '#009e73' };

/** Draws the loss over the learning rate as SVG: of each step, smoothed, and the rates that are suggested. */
export async function drawRateChart(
  { points, suggestions }: Pick<RateTest, 'points' | 'suggestions'>,
  { title, subtitle }: { title: string; subtitle: string[] },
): Promise<string> {
  const drawn = points.map(point => ({ ...point })); // Vega numbers the objects that it is given.
  return drawChart(
    { text: title, subtitle, anchor: 'start' },
    {
      width: widthPx,
      height: heightPx,
      layer: [
        {
          data: { values: drawn },
          mark: { type: 'circle', size: 14, color: colours.each, opacity: 1, clip: true },
          encoding: { x: rateAxis('rate'), y: lossAxis('loss', points) },
        },
        {
          data: { values: drawn },
          mark: { type: 'line', color: colours.smoothed, strokeWidth: 2.2, clip: true },
          encoding: { x: rateAxis('smoothedRate'), y: lossAxis('smoothedLoss', points) },
        },
        suggestionLayer(suggestions),
      ],
    },
  );
}

function rateAxis(field: string): object {
  return {
    field,
    type: 'quantitative',
    title: 'learning rate',
    scale: { type: 'log', nice: false },
    axis: { format: '~g', labelOverlap: true },
  };
}

/** As far as the smoothed loss goes, and half as far again upwards: a loss that runs away would flatten the rest of the curve. */
function lossAxis(field: string, points: RateTest['points']): object {
  const smoothed = points.map(({ smoothedLoss }) => smoothedLoss);
  const [least, first] = [Math.min(...smoothed), smoothed[0] as number];
  const reach = 1.5 * (first - least) || first || 1;
  const top = Math.min(Math.max(...points.map(({ loss }) => loss)), least + reach);
  return {
    field,
    type: 'quantitative',
    title: 'loss',
    scale: { domain: [Math.min(least, ...points.map(({ loss }) => loss)), top], nice: false, padding: 12 },
  };
}

/** A line at each rate that is suggested, named in a legend: a name beside its line would lie on the other line where both rules agree. */
function suggestionLayer(suggestions: RateTest['suggestions']): object {
  const values = Object.entries(suggestionNames).flatMap(([rule, name]) => {
    const rate = suggestions[rule as keyof typeof suggestions];
    return rate === null ? [] : [{ rate, name: `${name}: ${rateInWords(rate)}`, rule: rule as keyof typeof colours }];
  });
  const scale = { domain: values.map(({ name }) => name), range: values.map(({ rule }) => colours[rule]) };
  const legend = { title: null, orient: 'bottom', labelLimit: 0, labelFontSize: 13, symbolSize: 300 };
  return {
    data: { values },
    mark: { type: 'rule', strokeWidth: 1.6, strokeDash: [5, 3] },
    encoding: { x: rateAxis('rate'), color: { field: 'name', type: 'nominal', scale, legend } },
  };
}
