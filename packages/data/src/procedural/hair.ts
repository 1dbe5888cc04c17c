import { darker, mix } from './colour.js';
import type { FaceView } from './face-view.js';
import type { Hair } from './hair-style.js';
import type { FaceIdentity } from './identity.js';
import type { PhotoConditions } from './photo-conditions.js';
import { closedCurve, ellipse, filled, openCurve, type Point, stroked } from './svg-path.js';

/** Height at which the arc of the hair meets the sides of the head. */
const arcBaseY = -0.4;

function wornHair(person: FaceIdentity, { look }: PhotoConditions): Hair {
  const hair = look.hair ?? person.hair;
  return { ...hair, lift: hair.lift * look.hairVolume, side: hair.side * look.hairVolume };
}

/** The outer contour of the hair over the head, from the photo's left to its right. */
function arc(person: FaceIdentity, hair: Hair, view: FaceView): Point[] {
  const width = person.outline.temple + hair.side;
  const height = person.outline.skullTop + hair.lift + arcBaseY;
  return Array.from({ length: 25 }, (_, index) => {
    const angle = Math.PI * (1 - index / 24);
    const wave = 1 + hair.curl * Math.sin(hair.curls * 2 * angle + hair.curlPhase);
    // The power flattens the arc a little: a skull is squarer than an ellipse.
    const across = Math.sign(Math.cos(angle)) * Math.abs(Math.cos(angle)) ** 0.85;
    return view.rim(width * wave * across, arcBaseY - height * wave * Math.sin(angle) ** 0.85);
  });
}

/** The hair behind the head: what falls beside it, and a bun. */
export function hairBehind(person: FaceIdentity, conditions: PhotoConditions, view: FaceView): string {
  const hair = wornHair(person, conditions);
  const colour = view.paint(darker(hair.colour, 0.25));
  const width = person.outline.temple + hair.side;
  const wave = (y: number) => 1 + hair.curl * Math.sin(hair.curls * y + hair.curlPhase);
  const side = [0.25, 0.5, 0.75, 1].map(share => arcBaseY + (hair.endY - arcBaseY) * share);
  const right = side.map(y => view.rim(width * wave(y) * 1.02, y));
  const left = side.map(y => view.rim(-width * wave(y) * 1.02, y)).reverse();
  if (hair.top === 0) {
    const tuft = (x: number) =>
      ellipse(view.rim(x, -0.2), view.px(Math.min(hair.side, 0.1) + 0.08), view.px(0.45), colour);
    return tuft(-person.outline.temple * 0.97) + tuft(person.outline.temple * 0.97);
  }
  const over = arc(person, hair, view);
  const middle = view.rim(0, hair.endY - 0.1);
  const bunY = -person.outline.skullTop - hair.lift - 0.15;
  const bun = hair.bun ? ellipse(view.at(0, bunY, -0.8), view.px(0.42), view.px(0.36), colour) : '';
  return bun + filled(closedCurve([...over, ...right, middle, ...left]), colour);
}

/** The hair over the forehead, from the contour down to the hairline. */
export function hairInFront(person: FaceIdentity, conditions: PhotoConditions, view: FaceView): string {
  const hair = wornHair(person, conditions);
  if (hair.top === 0) return '';
  const { temple } = person.outline;
  const { hairlineY, partX, partDepth } = hair;
  // A line from temple to temple that is highest where the hair parts.
  const hairline = [
    view.rim(temple * 0.98, Math.min(hair.endY, -0.15)),
    view.at(temple * 0.84, hairlineY * 0.75),
    view.at(partX + 0.4, hairlineY),
    view.at(partX, hairlineY - partDepth),
    view.at(partX - 0.4, hairlineY),
    view.at(-temple * 0.84, hairlineY * 0.75),
    view.rim(-temple * 0.98, Math.min(hair.endY, -0.15)),
  ];
  const over = arc(person, hair, view);
  const shine = view.paint(mix(hair.colour, [255, 255, 255], 0.25));
  const strand = (from: number, to: number) =>
    stroked(
      openCurve([over[from] as Point, view.at(partX, hairlineY - 0.25), hairline[to] as Point]),
      shine,
      view.px(0.03),
      0.2,
    );
  return (
    filled(closedCurve([...over, ...hairline]), view.paint(hair.colour)) + strand(8, 5) + strand(16, 1) + strand(12, 3)
  );
}
