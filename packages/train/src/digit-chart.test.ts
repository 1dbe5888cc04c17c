import { expect, it } from 'vitest';
import { drawDigitChart } from './digit-chart.js';

/** Three digits on two axes, with lengths of their own. */
const embeddings = { data: Float32Array.of(40, 0, 20, 0, 0, -10), count: 3, dimension: 2 };
const labels = [3, 3, 7];

/** Where the dots of a drawing lie in their panels, and in which colour. */
function dotsOf(svg: string) {
  const dots = svg.matchAll(/translate\(([-\d.]+),([-\d.]+)\)" d="[^"]*" fill="(#\w+)" fill-opacity/g);
  return [...dots].map(([, x, y, colour]) => ({ x: Number(x), y: Number(y), colour }));
}

it('draws each embedding as it is and normalized, in equal units, with 0 in the middle', async () => {
  const places = dotsOf(await drawDigitChart(embeddings, labels, 'three digits')).map(({ x, y }) => [x, y]);
  // Panels of 420 px, the first of which reaches to 40 and the second to 1.3.
  const [middle, unit] = [210, expect.closeTo(210 / 1.3, 6)];
  expect(places.slice(0, 3)).toEqual([
    [420, middle],
    [315, middle],
    [middle, middle + 210 / 4],
  ]);
  expect(places.slice(3).map(([x, y]) => [(x as number) - middle, (y as number) - middle])).toEqual([
    [unit, 0],
    [unit, 0],
    [0, unit],
  ]);
});

it('gives a class one colour in both panels', async () => {
  const colours = dotsOf(await drawDigitChart(embeddings, labels, '')).map(({ colour }) => colour);
  expect(colours[0]).toBe(colours[1]);
  expect(colours[0]).not.toBe(colours[2]);
  expect(colours.slice(3)).toEqual(colours.slice(0, 3));
});

it('writes its title, and the sign of each class once beside the circle', async () => {
  const svg = await drawDigitChart(embeddings, labels, 'three digits');
  expect(svg).toContain('three digits</text>');
  const signs = [...svg.matchAll(/font-size="15px"[^>]*>(\d)<\/text>/g)].map(([, sign]) => sign);
  expect(signs).toEqual(['3', '7']);
});
