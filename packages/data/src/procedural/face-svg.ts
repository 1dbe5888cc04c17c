import { beard } from './beard.js';
import { covers } from './covers.js';
import { brows, eyes } from './eyes.js';
import { faceView, type PhotoFrame } from './face-view.js';
import { hairBehind, hairInFront } from './hair.js';
import { ageLines, ears, headContour, neckAndShoulders, skinMarks } from './head-shape.js';
import type { FaceIdentity } from './identity.js';
import { mouth } from './mouth.js';
import { nose } from './nose.js';
import type { PhotoConditions } from './photo-conditions.js';
import { background, lightOverHead, roundness } from './scene.js';
import { filled } from './svg-path.js';

/** One photo of a person as SVG text, drawn from back to front; the same arguments give the same text. */
export function faceSvg(person: FaceIdentity, conditions: PhotoConditions, frame: PhotoFrame): string {
  const view = faceView(frame, conditions, person.skin.colour);
  const contour = headContour(person, conditions.expression, view);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${frame.widthPx}" height="${frame.heightPx}">`,
    background(frame, conditions),
    hairBehind(person, conditions, view),
    neckAndShoulders(person, conditions, view),
    ears(person, view),
    filled(contour, view.paint(person.skin.colour)),
    roundness(contour),
    skinMarks(person, view),
    ageLines(person, conditions.expression, view),
    beard(person, conditions, view),
    eyes(person, conditions, view),
    brows(person, conditions, view),
    mouth(person, conditions, view),
    nose(person, conditions, view),
    lightOverHead(contour, view.at(0, 0.3), view.px(1.5), conditions.light),
    hairInFront(person, conditions, view),
    covers(person, conditions, view),
    '</svg>',
  ].join('\n');
}
