import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { ChartNote, MarginCurve } from './margin-curves.js';

const panelWidthPx = 380;
const panelHeightPx = 320;
const ink = '#333';
const grey = '#6b7280';
/** Okabe and Ito's colours, which colour-blind readers tell apart; the first is the curve without a margin. */
const colours = [grey, '#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00'];
const dashes = [
  [2, 3],
  [1, 0],
  [1, 0],
  [7, 4],
  [1, 0],
  [7, 4],
];

/** Draws the curves as SVG, panel by panel. Fonts are the reader's: nothing is measured. */
export async function drawMarginChart(curves: readonly MarginCurve[], notes: readonly ChartNote[]): Promise<string> {
  const panels = [...new Set(curves.map(({ panel }) => panel))];
  const spec: TopLevelSpec = {
    title: {
      text: 'Target logit by the angle between an embedding and its class centre',
      anchor: 'middle',
      fontSize: 17,
      offset: 16,
    },
    background: 'white',
    padding: 16,
    hconcat: panels.map(panel =>
      panelOf(
        panel,
        curves.filter(curve => curve.panel === panel),
        notes.filter(note => note.panel === panel),
      ),
    ) as never,
    resolve: { scale: { color: 'independent', strokeDash: 'independent' } },
    config: { font: 'DejaVu Sans, Verdana, sans-serif', view: { stroke: '#d0d4da' } },
  };
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

function panelOf(title: string, curves: readonly MarginCurve[], notes: readonly ChartNote[]): object {
  const labels = curves.map(({ label }) => label);
  const legend = { title: null, orient: 'bottom', columns: 1, labelLimit: 0, symbolSize: 400, symbolStrokeWidth: 2.2 };
  const values = curves.flatMap(({ label, points }) => points.map(point => ({ label, ...point })));
  return {
    title: { text: title, fontSize: 13, anchor: 'start' },
    width: panelWidthPx,
    height: panelHeightPx,
    layer: [
      {
        data: { values },
        mark: { type: 'line', strokeWidth: 2.2, clip: true },
        encoding: {
          ...axes,
          color: { field: 'label', type: 'nominal', scale: { domain: labels, range: colours }, legend },
          strokeDash: { field: 'label', type: 'nominal', scale: { domain: labels, range: dashes }, legend },
        },
      },
      ...notes.flatMap(noteLayers),
    ],
  };
}

/** A circle around the place, a line to the text, and the text. */
function noteLayers(note: ChartNote): object[] {
  const data = { values: [note] };
  const ends = { x: { field: 'textAngleDeg', type: 'quantitative' }, y: { field: 'textValue', type: 'quantitative' } };
  const dx = note.align === 'left' ? 4 : -4;
  return [
    { data, mark: { type: 'point', size: 60, color: ink, opacity: 1 }, encoding: axes },
    {
      data,
      mark: { type: 'rule', color: ink, strokeWidth: 0.8 },
      encoding: { ...axes, x2: { field: 'textAngleDeg' }, y2: { field: 'textValue' } },
    },
    {
      data,
      // Clipped, because without a canvas Vega takes text for wider than it is and would push the next panel away.
      mark: { type: 'text', align: note.align, dx, fontSize: 11, color: ink, clip: true },
      encoding: { ...ends, text: { field: 'text' } },
    },
  ];
}

const axes = {
  x: {
    field: 'angleDeg',
    type: 'quantitative',
    title: 'angle θ in degrees',
    scale: { domain: [0, 180], nice: false },
    axis: { values: [0, 30, 60, 90, 120, 150, 180], gridColor: '#eceef1' },
  },
  y: {
    field: 'value',
    type: 'quantitative',
    title: 'target logit / scale',
    scale: { nice: false, padding: 8 },
    axis: { gridColor: '#eceef1' },
  },
};
