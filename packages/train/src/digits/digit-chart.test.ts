import { expect, it } from 'vitest';
import { drawDigitChart } from './digit-chart.js';

/** Three digits on two axes, with lengths of their own. */
const embeddings = { data: Float32Array.of(41, 0, 20, 0, 0, -10), count: 3, dimension: 2 };
const labels = [3, 3, 7];
const words = { title: 'three digits', subtitle: 'of two classes' };

/** Where the dots of a drawing lie in their panels, and in which colour. */
function dotsOf(svg: string) {
  const dots = svg.matchAll(/translate\(([-\d.]+),([-\d.]+)\)" d="[^"]*" fill="(#\w+)" fill-opacity/g);
  return [...dots].map(([, x, y, colour]) => ({ x: Number(x), y: Number(y), colour }));
}

it('draws each embedding as it is and normalized, in equal units, with 0 in the middle', async () => {
  const places = dotsOf(await drawDigitChart(embeddings, labels, words)).map(({ x, y }) => [x, y]);
  // Panels of 420 px, the first of which reaches to 50, the round number above 41, and the second to 1.3.
  const [middle, unit] = [210, expect.closeTo(210 / 1.3, 6)];
  expect(places.slice(0, 3)).toEqual([
    [middle + 210 * 0.82, middle],
    [middle + 210 * 0.4, middle],
    [middle, middle + 210 * 0.2],
  ]);
  expect(places.slice(3).map(([x, y]) => [(x as number) - middle, (y as number) - middle])).toEqual([
    [unit, 0],
    [unit, 0],
    [0, unit],
  ]);
});

it('gives a class one colour in both panels', async () => {
  const colours = dotsOf(await drawDigitChart(embeddings, labels, words)).map(({ colour }) => colour);
  expect(colours[0]).toBe(colours[1]);
  expect(colours[0]).not.toBe(colours[2]);
  expect(colours.slice(3)).toEqual(colours.slice(0, 3));
});

it('writes its titles, and the sign of each class once beside the circle', async () => {
  const svg = await drawDigitChart(embeddings, labels, words);
  for (const text of Object.values(words)) expect(svg).toContain(`${text}</text>`);
  const signs = [...svg.matchAll(/font-size="15px"[^>]*>(\d)<\/text>/g)].map(([, sign]) => sign);
  expect(signs).toEqual(['3', '7']);
});

it('is as large for small embeddings as for large ones, so that an animation has one size', async () => {
  const sizeOf = (svg: string) => svg.match(/^<svg [^>]*width="([\d.]+)" height="([\d.]+)"/)?.slice(1);
  const drawn = await Promise.all(
    [0.0003, 1, 70_000].map(factor =>
      drawDigitChart({ ...embeddings, data: embeddings.data.map(value => factor * value) }, labels, words),
    ),
  );
  const [size, ...others] = drawn.map(sizeOf);
  expect(size).toHaveLength(2);
  expect(others).toEqual([size, size]);
});

it('says at the axes where they end, as numbers people read', async () => {
  const svg = await drawDigitChart(embeddings, labels, words);
  for (const number of ['50', '25', '1', '0.5']) expect(svg).toContain(`>${number}</text>`);
});
