import { expect, it } from 'vitest';
import { anchorsFor } from './anchors.js';
import { boxNumbers, candidateFaces } from './candidate-faces.js';

const options = { sidePx: 256, minScore: 0.5 };
const anchors = anchorsFor(256);

/** Outputs of the net that say nothing but what these boxes do: x, y, width, height relative to their anchor. */
function outputs(boxes: Record<number, { logit: number; box: number[] }>) {
  const logits = new Float32Array(anchors.length).fill(-20);
  const numbers = new Float32Array(anchors.length * boxNumbers);
  for (const [anchor, { logit, box }] of Object.entries(boxes)) {
    logits[Number(anchor)] = logit;
    numbers.set(box, Number(anchor) * boxNumbers);
  }
  return [logits, numbers] as const;
}

it('puts a box and its eyes beside the anchor that saw them', () => {
  const [face, ...others] = candidateFaces(...outputs({ 32: { logit: 0, box: [2, -1, 40, 50, -10, -5, 12, -6] } }), {
    ...options,
    minScore: 0.4,
  });
  expect(others).toEqual([]);
  expect(face).toEqual({ score: 0.5, centre: [10, 23], width: 40, height: 50, leftEye: [-2, 19], rightEye: [20, 18] });
});

it('takes those above the least score, the best first', () => {
  const far = {
    0: { logit: 1, box: [0, 0, 9, 9] },
    300: { logit: 3, box: [0, 0, 9, 9] },
    700: { logit: -1, box: [0, 0, 9, 9] },
  };
  expect(candidateFaces(...outputs(far), options).map(({ score }) => score)).toEqual([
    expect.closeTo(1 / (1 + Math.exp(-3)), 6),
    expect.closeTo(1 / (1 + Math.exp(-1)), 6),
  ]);
});

it('keeps of overlapping boxes the best, and both of neighbours', () => {
  // Anchors 0 and 1 share their place.
  const same = outputs({ 0: { logit: 1, box: [0, 0, 40, 40] }, 1: { logit: 2, box: [4, 4, 40, 40] } });
  expect(candidateFaces(...same, options)).toMatchObject([{ centre: [12, 12] }]);
  const beside = outputs({ 0: { logit: 1, box: [0, 0, 40, 40] }, 1: { logit: 2, box: [30, 0, 40, 40] } });
  expect(candidateFaces(...beside, options)).toHaveLength(2);
});

it('takes no box whose score is no number', () => {
  expect(candidateFaces(...outputs({ 5: { logit: Number.NaN, box: [0, 0, 9, 9] } }), options)).toEqual([]);
});
