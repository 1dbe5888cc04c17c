import { expect, it } from 'vitest';
import { standaloneChart } from './chart.js';
import { drawTrainingCharts } from './training-charts.js';

const steps = Array.from({ length: 40 }, (_, step) => ({
  epoch: (step + 1) / 10,
  loss: step === 7 ? Number.NaN : 20 / (1 + step),
  learningRate: 0.1 * (1 - step / 40),
}));
const validations = [1, 2, 3, 4].map(epoch => ({ epoch, auc: epoch === 3 ? 0.9 : 0.8 }));

const texts = (svg: string) => [...svg.matchAll(/>([^<]+)<\/text>/g)].map(([, text]) => text);
const dotsOf = (svg: string, colour: string) =>
  [
    ...svg.matchAll(
      new RegExp(`<path[^>]*transform="translate\\(([\\d.]+),([\\d.]+)\\)"[^>]*fill="var\\(--chart-${colour}\\)"`, 'g'),
    ),
  ].map(([, x, y]) => [Number(x), Number(y)] as const);

it('draws what it has over the epochs', async () => {
  const charts = await drawTrainingCharts({ steps, validations, bestEpoch: 3 });
  expect(texts(charts.loss)).toEqual(expect.arrayContaining(['epoch', 'loss of a batch', '4']));
  expect(texts(charts.learningRate)).toEqual(expect.arrayContaining(['learning rate', '0.1']));
  expect(texts(charts.validation)).toEqual(expect.arrayContaining(['AUC of people held out', '0.90']));
  for (const svg of Object.values(charts)) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

it('marks the epoch whose weights were kept', async () => {
  const { validation } = await drawTrainingCharts({ steps, validations, bestEpoch: 3 });
  const all = dotsOf(validation, 'same');
  expect(all).toHaveLength(4);
  const highest = all.reduce((top, dot) => (dot[1] < top[1] ? dot : top));
  expect(dotsOf(validation, 'ink')).toEqual([highest]);
});

it.each([
  ['a training that logged nothing', { steps: [], validations: [], bestEpoch: null }],
  ['one validation', { steps: steps.slice(0, 1), validations: validations.slice(0, 1), bestEpoch: 1 }],
])('draws %s', async (_, curves) => {
  for (const svg of Object.values(await drawTrainingCharts(curves))) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

it('stands on white by itself', async () => {
  const { loss } = await drawTrainingCharts({ steps, validations, bestEpoch: null });
  expect(standaloneChart(loss)).toMatch(/^<svg [^>]*><rect width="100%" height="100%" fill="#fff"\/>/);
  expect(standaloneChart(loss)).not.toContain('var(');
});
