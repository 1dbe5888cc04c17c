import { darker } from './colour.js';
import type { FaceView } from './face-view.js';
import type { FaceIdentity } from './identity.js';
import type { PhotoConditions } from './photo-conditions.js';
import { closedCurve, ellipse, filled, openCurve, stroked } from './svg-path.js';

/** Both eyes: white, iris, pupil, lids and lashes. */
export function eyes(person: FaceIdentity, { expression }: PhotoConditions, view: FaceView): string {
  return eye(person, expression, view, -1) + eye(person, expression, view, 1);
}

function eye(
  { eyes: shape, skin }: FaceIdentity,
  { lids, smile, gazeX }: PhotoConditions['expression'],
  view: FaceView,
  side: -1 | 1,
): string {
  const half = shape.width / 2;
  const closing = Math.min(lids + Math.max(smile, 0) * 0.2, 0.97);
  const upper = (shape.height / 2) * (1 - closing) * 1.15;
  const lower = (shape.height / 2) * (1 - closing) * 0.85;
  // `outward` runs from the nose (-1) to the temple (1); a slant lifts the outer corner.
  const point = (outward: number, y: number) => view.at(side * (0.5 + outward * half), y - shape.slant * outward);
  const upperLid = [point(-1, 0.01), point(-0.45, -upper * 0.85), point(0.15, -upper), point(1, 0)];
  const opening = closedCurve([...upperLid, point(0.4, lower), point(-0.4, lower * 0.9)]);
  const centre = view.at(side * 0.5 + gazeX, 0);
  const clip = `eye${side < 0 ? 'Left' : 'Right'}`;
  const foldLine = [point(-0.9, -upper * 0.6 - shape.fold), point(0.1, -upper - shape.fold - 0.02), point(1.1, -0.03)];
  const dark = view.paint(darker(skin.colour, 0.75));
  return [
    ellipse(view.at(side * 0.5, -0.05), view.px(half * 1.3), view.px(0.2), view.paint(darker(skin.colour, 0.5)), 0.25),
    `<clipPath id="${clip}"><path d="${opening}"/></clipPath>`,
    filled(opening, view.paint([236, 232, 228])),
    `<g clip-path="url(#${clip})">`,
    ellipse(centre, view.px(shape.iris), view.px(shape.iris), view.paint(shape.colour)),
    ellipse(centre, view.px(shape.iris * 0.45), view.px(shape.iris * 0.45), view.paint([14, 12, 12]), 1, 'pupil'),
    ellipse(view.at(side * 0.5 + gazeX + 0.03, -0.03), view.px(0.02), view.px(0.02), 'white', 0.8),
    '</g>',
    stroked(openCurve(upperLid), dark, view.px(0.035)),
    stroked(openCurve(foldLine), view.paint(darker(skin.colour, 0.5)), view.px(0.02), 0.7),
  ].join('');
}

/** Both eyebrows. */
export function brows(person: FaceIdentity, { expression }: PhotoConditions, view: FaceView): string {
  const { brows: shape, hair, skin } = person;
  const y = shape.y - expression.brows;
  const colour = view.paint(darker(hair.colour, 0.3));
  return [-1, 1]
    .map(side => {
      const line = [
        view.at(side * shape.inner, y + shape.slant + 0.02),
        view.at(side * (shape.inner + shape.outer) * 0.5, y - shape.arch),
        view.at(side * shape.outer, y - shape.slant + 0.05),
      ];
      const shadow = stroked(
        openCurve(line),
        view.paint(darker(skin.colour, 0.4)),
        view.px(shape.thickness * 1.3),
        0.3,
      );
      return shadow + stroked(openCurve(line), colour, view.px(shape.thickness), 0.85);
    })
    .join('');
}
