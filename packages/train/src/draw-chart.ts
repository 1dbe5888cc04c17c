import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

export interface ChartTitle {
  readonly text: string;
  readonly subtitle: string | string[];
  readonly anchor: 'start' | 'middle';
}

/** Draws a chart of a run as SVG: all have one look, on white, since they become PNGs too. */
export async function drawChart(title: ChartTitle, content: object): Promise<string> {
  const spec = {
    title: { ...title, fontSize: 16, subtitleFontSize: 13, offset: 12 },
    background: 'white',
    padding: 16,
    ...content,
    config: { font: 'DejaVu Sans, Verdana, sans-serif', view: { stroke: '#d0d4da' }, axis: { gridColor: '#eceef1' } },
  } as TopLevelSpec;
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}
