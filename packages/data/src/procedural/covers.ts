import { darker } from './colour.js';
import type { FaceView } from './face-view.js';
import type { FaceIdentity } from './identity.js';
import type { PhotoConditions } from './photo-conditions.js';
import { closedCurve, ellipse, filled, openCurve, type Point, stroked } from './svg-path.js';

/** What hides a part of the face: glasses, a hat, a scarf, a hand. */
export function covers(person: FaceIdentity, { cover }: PhotoConditions, view: FaceView): string {
  return [
    cover.glasses === 'none' ? '' : glasses(person, cover.glasses === 'dark', view),
    cover.scarf ? scarf(person, cover, view) : '',
    cover.hand === 0 ? '' : hand(person, cover.hand, view),
    cover.hat ? hat(person, cover, view) : '',
  ].join('');
}

function glasses({ glasses: frame, outline }: FaceIdentity, dark: boolean, view: FaceView): string {
  const colour = view.paint([34, 30, 34]);
  const before = 0.25; // the lenses stand this far before the eyes
  const lens = (side: number): Point[] =>
    Array.from({ length: 16 }, (_, index) => {
      const angle = (index / 16) * 2 * Math.PI;
      const square = (value: number) => Math.sign(value) * Math.abs(value) ** frame.round;
      const [x, y] = [square(Math.cos(angle)) * frame.width, square(Math.sin(angle)) * frame.height];
      return view.at(side * 0.5 + x, 0.03 + y, before);
    });
  const rim = view.px(frame.rim);
  const parts = [-1, 1].flatMap(side => [
    filled(closedCurve(lens(side)), dark ? colour : 'white', dark ? 0.9 : 0.1),
    stroked(closedCurve(lens(side)), colour, rim),
    stroked(
      openCurve([view.at(side * (0.5 + frame.width), -0.02, before), view.rim(side * outline.cheek, -0.05)]),
      colour,
      rim,
    ),
  ]);
  const bridge = openCurve([
    view.at(-0.5 + frame.width, 0, before),
    view.at(0, -0.04, before + 0.05),
    view.at(0.5 - frame.width, 0, before),
  ]);
  return parts.join('') + stroked(bridge, colour, rim);
}

function hat({ outline, hair }: FaceIdentity, cover: PhotoConditions['cover'], view: FaceView): string {
  const width = outline.temple + hair.side * 0.6 + 0.12;
  const dome = [
    view.rim(-width, -0.7),
    view.rim(-width * 0.95, -1.4),
    view.rim(-width * 0.5, -outline.skullTop - 0.4),
    view.rim(width * 0.5, -outline.skullTop - 0.4),
    view.rim(width * 0.95, -1.4),
    view.rim(width, -0.7),
    view.at(0, -0.85, 0.5),
  ];
  const brim = [
    view.rim(-width * 1.1, -0.72),
    view.at(0, -0.95, 0.4),
    view.rim(width * 1.1, -0.72),
    view.at(0, -0.6, 0.9),
  ];
  return (
    filled(closedCurve(dome), view.paint(cover.colour)) +
    filled(closedCurve(brim), view.paint(darker(cover.colour, 0.4)))
  );
}

function scarf({ outline, mouth }: FaceIdentity, cover: PhotoConditions['cover'], view: FaceView): string {
  const top = mouth.y - 0.2;
  const cloth = [
    view.rim(-outline.cheek - 0.1, top),
    view.at(0, top + 0.05, 0.3),
    view.rim(outline.cheek + 0.1, top),
    view.rim(outline.cheek + 0.3, 2.4),
    view.rim(0, 2.9),
    view.rim(-outline.cheek - 0.3, 2.4),
  ];
  const fold = openCurve([
    view.rim(-outline.cheek, top + 0.4),
    view.at(0, top + 0.6, 0.3),
    view.rim(outline.cheek, top + 0.3),
  ]);
  return (
    filled(closedCurve(cloth), view.paint(cover.colour)) +
    stroked(fold, view.paint(darker(cover.colour, 0.4)), view.px(0.06), 0.7)
  );
}

function hand({ outline, skin }: FaceIdentity, side: number, view: FaceView): string {
  const edge = view.paint(darker(skin.colour, 0.35));
  const colour = view.paint(darker(skin.colour, 0.05));
  const fingers = [0, 1, 2, 3].map(finger => {
    const line = openCurve([
      view.rim(side * (outline.cheek + 0.2), 1.75 - finger * 0.12),
      view.at(side * 0.8, 1.35 - finger * 0.21, 0.3),
      view.at(side * (0.35 + finger * 0.06), 1.2 - finger * 0.24, 0.35),
    ]);
    return stroked(line, edge, view.px(0.25)) + stroked(line, colour, view.px(0.21));
  });
  return ellipse(view.rim(side * (outline.cheek + 0.2), 1.85), view.px(0.5), view.px(0.55), colour) + fingers.join('');
}
