import { startTensorflow } from '@arcface-ts/graph';
import { createMargin, type MarginName, marginNames, marginSchema, targetCurve } from '@arcface-ts/losses';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawMarginChart } from './margin-chart.js';
import { type MarginCurve, marginCurves, marginNotes } from './margin-curves.js';

let curves: MarginCurve[];
beforeAll(() => {
  startTensorflow({ device: 'cpu' });
  curves = marginCurves();
});

const scaled = (name: MarginName) => marginSchema.parse(name === 'softmax' ? { name } : { name, scale: 1 });

describe('the curves', () => {
  it('are those of every margin there is', () => {
    expect(new Set(curves.flatMap(({ margins }) => margins))).toEqual(new Set(marginNames));
  });

  it('that several margins share are the same', () => {
    const shared = curves.filter(({ margins }) => margins.length > 1);
    expect(shared.length).toBeGreaterThan(0);
    for (const { margins, points } of shared) {
      for (const name of margins) {
        const values = targetCurve(createMargin(scaled(name)), { anglesDeg: points.map(({ angleDeg }) => angleDeg) });
        expect(values, name).toEqual(points.map(({ value }) => expect.closeTo(value, 5)));
      }
    }
  });

  it('have a note at the steps of ArcFace', () => {
    for (const note of marginNotes) expect(curves.map(({ panel }) => panel)).toContain(note.panel);
    const arcface = curves.find(({ margins }) => margins.includes('curricularface')) as MarginCurve;
    const steps = arcface.points.slice(1).map(({ value }, i) => (arcface.points[i]?.value as number) - value);
    const steepest = arcface.points[steps.indexOf(Math.max(...steps))]?.angleDeg as number;
    expect(marginNotes.some(({ angleDeg }) => Math.abs(angleDeg - steepest) < 0.02)).toBe(true);
  });
});

it('the picture is an SVG with a legend, units and the notes', async () => {
  const svg = await drawMarginChart(curves, marginNotes);
  expect(svg).toMatch(/^<svg [^>]*width="\d+" height="\d+"/);
  const texts = [...curves.map(({ label }) => label), ...marginNotes.map(({ text }) => text)];
  const missing = [...texts, 'angle θ in degrees', 'target logit / scale'].filter(text => !svg.includes(`>${text}<`));
  expect(missing).toEqual([]);
});
