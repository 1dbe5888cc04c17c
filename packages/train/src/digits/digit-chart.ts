import type { Embeddings } from '@arcface-ts/eval';
import { drawChart } from '../draw-chart.js';

const sidePx = 420;
/** Leaves room for the digits' signs around the circle. */
const ringReach = 1.3;
/** Pictures of different epochs have one size, whatever the axes' numbers are. */
const extentPx = { x: 20, y: 60 };

interface Dot {
  readonly x: number;
  readonly y: number;
  readonly digit: string;
}

/**
 * Draws embeddings of two dimensions as SVG, one colour a digit: as they are, where their lengths show, and normalized, where only the
 * angles are left that a margin works on. There each digit's sign stands at the mean direction of its class.
 */
export async function drawDigitChart(
  embeddings: Embeddings,
  labels: ArrayLike<number>,
  { title, subtitle }: { title: string; subtitle: string },
): Promise<string> {
  const raw = dotsOf(embeddings, labels);
  const normalized = raw.map(({ x, y, digit }) => {
    const length = Math.hypot(x, y);
    return { x: x / length, y: y / length, digit };
  });
  const longest = raw.reduce((most, { x, y }) => Math.max(most, Math.abs(x), Math.abs(y)), 0);
  return drawChart(
    { text: title, subtitle, anchor: 'middle' },
    {
      hconcat: [
        panelOf('Embeddings as they are', roundReach(longest), [dotLayer(raw, 0.5)]),
        panelOf('Normalized: directions alone', ringReach, [dotLayer(normalized, 0.15), signLayer(normalized)]),
      ],
    },
  );
}

function dotsOf({ data, count }: Embeddings, labels: ArrayLike<number>): Dot[] {
  return Array.from({ length: count }, (_, row) => ({
    x: data[2 * row] as number,
    y: data[2 * row + 1] as number,
    digit: String(labels[row]),
  }));
}

/** A round number, so that the pictures of neighbouring epochs mostly have one scale. */
function roundReach(longest: number): number {
  const power = 10 ** Math.floor(Math.log10(longest));
  return power * ([1, 1.5, 2, 3, 4, 5, 7].find(factor => factor * power >= longest) ?? 10);
}

/** A square whose middle is 0, with equal units in both directions: angles look like what they are. */
function panelOf(title: string, reach: number, layer: object[]): object {
  const end = reach === ringReach ? 1 : reach;
  const ticks = [-end, -end / 2, 0, end / 2, end];
  const axis = (field: 'x' | 'y', name: string) => ({
    field,
    type: 'quantitative',
    title: name,
    scale: { domain: [-reach, reach], nice: false },
    axis: {
      labelExpr: "format(datum.value, '.6~g')",
      values: ticks,
      labelAngle: 0,
      minExtent: extentPx[field],
      maxExtent: extentPx[field],
    },
  });
  const encoding = {
    x: axis('x', 'first number'),
    y: axis('y', 'second number'),
  };
  return { title: { text: title, fontSize: 13, anchor: 'start' }, width: sidePx, height: sidePx, encoding, layer };
}

function dotLayer(values: readonly Dot[], fillOpacity: number): object {
  const legend = { title: 'digit', symbolOpacity: 1, symbolSize: 60 };
  return {
    data: { values },
    // The opacity of a fill: that of a mark would make each of 20,000 dots a picture of its own, which takes twenty seconds to draw.
    mark: { type: 'circle', size: 6, opacity: 1, fillOpacity, aria: false, clip: true },
    encoding: { color: { field: 'digit', type: 'nominal', scale: { scheme: 'tableau10' }, legend } },
  };
}

function signLayer(directions: readonly Dot[]): object {
  const signs = [...new Set(directions.map(({ digit }) => digit))].map(digit => {
    const own = directions.filter(dot => dot.digit === digit);
    const [x, y] = [own.reduce((sum, dot) => sum + dot.x, 0), own.reduce((sum, dot) => sum + dot.y, 0)];
    const length = Math.hypot(x, y) / 1.15;
    return { x: x / length, y: y / length, digit };
  });
  return {
    data: { values: signs },
    mark: { type: 'text', fontSize: 15, fontWeight: 'bold', clip: true },
    encoding: { text: { field: 'digit' }, color: { field: 'digit', type: 'nominal' } },
  };
}
