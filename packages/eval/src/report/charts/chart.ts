import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

/** The colours of charts by their role: the names of the page's CSS variables, and what a picture outside of a page takes. */
const colours = {
  '--chart-ink': '#22262b',
  '--chart-muted': '#5b636d',
  '--chart-grid': '#e8e5df',
  '--chart-same': '#0072b2',
  '--chart-different': '#c65102',
  '--chart-band': '#d9d5cc',
} as const;

/** Okabe and Ito's blue and vermilion, somewhat darker, which colour-blind readers tell apart, for the two kinds of pairs. */
export const paint = {
  ink: 'var(--chart-ink)',
  muted: 'var(--chart-muted)',
  grid: 'var(--chart-grid)',
  same: 'var(--chart-same)',
  different: 'var(--chart-different)',
  band: 'var(--chart-band)',
};

const widthPx = 420;
const heightPx = 320;

/**
 * Draws a chart as SVG whose colours are the variables of the page that it stands in, so that it turns dark with the page. All
 * charts have one size. Fonts are the reader's: nothing is measured, and Vega takes text for wider than it is, so that an axis title
 * above 24 letters would push the chart away.
 *
 * @param layer of vega-lite, in one pair of axes. Nothing in it may be clipped: the charts of a page would share the clip's name
 */
export async function drawChart(layer: readonly object[]): Promise<string> {
  const spec = {
    width: widthPx,
    height: heightPx,
    autosize: { type: 'fit', contains: 'padding' },
    background: null,
    padding: { left: 4, right: 4, top: 9, bottom: 4 }, // Half of a label stands above the top of its axis.
    layer,
    config: {
      aria: false, // The page describes a chart in words; a thousand marks with a text each help nobody.
      font: 'system-ui, DejaVu Sans, Verdana, sans-serif',
      view: { stroke: null },
      axis: {
        labelColor: paint.muted,
        titleColor: paint.ink,
        titleFontWeight: 'normal',
        labelFontSize: 12,
        titleFontSize: 12.5,
        titlePadding: 8,
        gridColor: paint.grid,
        domainColor: paint.muted,
        tickColor: paint.muted,
        labelOverlap: true,
      },
      legend: { labelColor: paint.ink, labelFontSize: 12.5, orient: 'top', title: null, labelLimit: 0 },
    },
  } as unknown as TopLevelSpec;
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

/** The chart with colours of its own, for where there is no page around it. */
export function paintedChart(svg: string): string {
  return svg.replace(/var\((--chart-[a-z]+)\)/g, (_, name: keyof typeof colours) => colours[name]);
}

/** The chart as a file of its own, on white: a viewer's dark page would swallow its ink. */
export function standaloneChart(svg: string): string {
  const painted = paintedChart(svg);
  const inside = painted.indexOf('>') + 1;
  return `${painted.slice(0, inside)}<rect width="100%" height="100%" fill="#fff"/>${painted.slice(inside)}`;
}

/** The chart as a part of a page: as wide as there is room, and described to readers who do not see it. */
export function inlineChart(svg: string, escapedLabel: string): string {
  const size = `width="${widthPx}" height="${heightPx}" `;
  const [start, rest] = [svg.slice(0, svg.indexOf('>')), svg.slice(svg.indexOf('>'))];
  // HTML knows what svg is without the names of its grammar.
  return start.replace(/ xmlns(:\w+)?="[^"]*"/g, '').replace(size, `role="img" aria-label="${escapedLabel}" `) + rest;
}

/** `0.1 %` for 0.001, as an expression of vega over an axis' values. */
export const percentLabel = "format(datum.value * 100, '~g') + ' %'";
