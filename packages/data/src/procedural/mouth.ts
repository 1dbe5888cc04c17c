import { darker, mix } from './colour.js';
import { type FaceView, surfaceDepth } from './face-view.js';
import type { FaceIdentity } from './identity.js';
import type { PhotoConditions } from './photo-conditions.js';
import { closedCurve, filled, openCurve, stroked } from './svg-path.js';

/** Lips, teeth and the gap between: a smile widens and lifts the corners, an open mouth parts the lips. */
export function mouth(
  { mouth: shape, skin }: FaceIdentity,
  { expression, look }: PhotoConditions,
  view: FaceView,
): string {
  const { open, smile } = expression;
  const half = shape.width * (1 + 0.18 * smile);
  const cornerY = shape.y - 0.09 * smile;
  // A smile stretches the lips thin.
  const upper = shape.upper * (1 - 0.3 * Math.max(smile, 0));
  const lower = shape.lower * (1 - 0.3 * Math.max(smile, 0));
  const top = shape.y - open * 0.35;
  const bottom = shape.y + open * 0.65;
  const at = (x: number, y: number) => view.at(x, y, surfaceDepth(x, y) + 0.12);
  const corners = { left: at(-half, cornerY), right: at(half, cornerY) };
  const lips = [
    corners.left,
    at(-half * 0.4, top - upper - 0.01),
    at(0, top - upper + shape.bow),
    at(half * 0.4, top - upper - 0.01),
    corners.right,
    at(half * 0.5, bottom + lower * 0.8),
    at(0, bottom + lower),
    at(-half * 0.5, bottom + lower * 0.8),
  ];
  const colour = mix(shape.colour, look.lipColour, look.lipstick);
  const dark = view.paint(darker(shape.colour, 0.6));
  const inner = [
    at(-half * 0.9, cornerY),
    at(-half * 0.4, top),
    at(half * 0.4, top),
    at(half * 0.9, cornerY),
    at(half * 0.4, bottom),
    at(-half * 0.4, bottom),
  ];
  const teeth = [
    at(-half * 0.7, cornerY * 0.4 + top * 0.6),
    at(-half * 0.35, top),
    at(half * 0.35, top),
    at(half * 0.7, cornerY * 0.4 + top * 0.6),
    at(half * 0.35, top + open * 0.5),
    at(-half * 0.35, top + open * 0.5),
  ];
  const closedLine = openCurve([corners.left, at(-half * 0.4, shape.y), at(half * 0.4, shape.y), corners.right]);
  return [
    filled(closedCurve(lips), view.paint(colour)),
    open > 0
      ? filled(closedCurve(inner), view.paint([58, 18, 20])) + filled(closedCurve(teeth), view.paint([232, 226, 216]))
      : stroked(closedLine, dark, view.px(0.03)),
    stroked(
      openCurve([
        at(-half * 0.4, bottom + lower + 0.06),
        at(0, bottom + lower + 0.08),
        at(half * 0.4, bottom + lower + 0.06),
      ]),
      view.paint(darker(skin.colour, 0.5)),
      view.px(0.04),
      0.35,
    ),
  ].join('');
}
