import { darker } from './colour.js';
import type { FaceView } from './face-view.js';
import type { FaceIdentity } from './identity.js';
import type { PhotoConditions } from './photo-conditions.js';
import { closedCurve, ellipse, filled, openCurve, type Point, stroked } from './svg-path.js';

/** The contour of the head, as path data. */
export function headContour(
  { outline }: FaceIdentity,
  { open }: PhotoConditions['expression'],
  view: FaceView,
): string {
  const chinY = outline.chinY + open * 0.6; // the jaw drops when the mouth opens
  const right: readonly (readonly [number, number])[] = [
    [outline.temple * 0.58, -outline.skullTop * 0.88],
    [outline.temple, -0.62],
    [outline.cheek, 0.15],
    [(outline.cheek + outline.jaw) / 2 + 0.03, 0.75],
    [outline.jaw, 1.12],
    [outline.chin, chinY - 0.07],
  ];
  const left = right.map(([x, y]) => [-x, y] as const).reverse();
  const around: readonly (readonly [number, number])[] = [[0, -outline.skullTop], ...right, [0, chinY], ...left];
  return closedCurve(around.map(([x, y]) => view.rim(x, y)));
}

/** Neck and shoulders: they do not turn with the head. */
export function neckAndShoulders(person: FaceIdentity, conditions: PhotoConditions, view: FaceView): string {
  const { outline, skin } = person;
  const straight = (x: number, y: number): Point => view.rim(x + conditions.pose.yaw * 0.3, y);
  const neck = outline.jaw * 0.8;
  const shoulders = [
    straight(-2.9, 4),
    straight(-2.3, 2.65),
    straight(-neck, 2.25),
    straight(0, 2.45),
    straight(neck, 2.25),
    straight(2.3, 2.65),
    straight(2.9, 4),
  ];
  const throat = [straight(-neck, 0.9), straight(neck, 0.9), straight(neck * 1.1, 2.8), straight(-neck * 1.1, 2.8)];
  return (
    filled(closedCurve(throat), view.paint(darker(skin.colour, 0.25))) +
    filled(closedCurve(shoulders), view.paint(conditions.scene.clothes))
  );
}

/** Both ears; the head is drawn over the one it hides. */
export function ears({ outline, ears: ear, skin }: FaceIdentity, view: FaceView): string {
  return [-1, 1]
    .map(side => {
      const shell = (out: number, y: number) => view.at(side * (outline.cheek - 0.06 + out), ear.y + y, -0.6);
      const rim = [shell(0, -ear.height), shell(ear.width, -ear.height * 0.8), shell(ear.width * 0.8, 0.1)];
      const contour = closedCurve([...rim, shell(ear.width * 0.4, ear.height), shell(0, ear.height * 0.9)]);
      return (
        filled(contour, view.paint(darker(skin.colour, 0.08))) +
        stroked(openCurve(rim.slice(1)), view.paint(darker(skin.colour, 0.35)), view.px(0.03), 0.6)
      );
    })
    .join('');
}

/** Blush of the cheeks, freckles and moles. */
export function skinMarks({ skin }: FaceIdentity, view: FaceView): string {
  const blush = [-0.68, 0.68].map(x =>
    ellipse(view.at(x, 0.55), view.px(0.27), view.px(0.2), view.paint([206, 84, 76]), skin.blush * 0.5),
  );
  const marks = skin.marks.map(({ x, y, radius, strength }) =>
    ellipse(view.at(x, y), view.px(radius), view.px(radius), view.paint(darker(skin.colour, 0.6)), strength),
  );
  return [...blush, ...marks].join('');
}

/** Lines of the forehead, beside the nose and under the eyes, as deep as the person is old; a smile deepens them. */
export function ageLines(person: FaceIdentity, { smile }: PhotoConditions['expression'], view: FaceView): string {
  const { age, nose, mouth, brows, eyes, skin } = person;
  const line = (points: Point[], strength: number) =>
    stroked(openCurve(points), view.paint(darker(skin.colour, 0.55)), view.px(0.028), Math.min(strength, 0.8));
  const forehead = [0.18, 0.34, 0.5].map(up =>
    line([view.at(-0.5, brows.y - up + 0.04), view.at(0, brows.y - up), view.at(0.5, brows.y - up + 0.04)], age * 0.6),
  );
  const sides = [-1, 1].flatMap(side => [
    line(
      [
        view.at(side * (nose.width + 0.03), nose.tipY - 0.02),
        view.at(side * (nose.width + 0.14), (nose.tipY + mouth.y) / 2),
        view.at(side * (mouth.width + 0.1), mouth.y + 0.04),
      ],
      age * 0.6 + Math.max(smile, 0) * 0.25,
    ),
    line(
      [
        view.at(side * (0.5 - eyes.width * 0.4), eyes.height * 0.8),
        view.at(side * 0.5, eyes.height * 0.8 + 0.08),
        view.at(side * (0.5 + eyes.width * 0.4), eyes.height * 0.8),
      ],
      age * 0.6,
    ),
  ]);
  return [...forehead, ...sides].join('');
}
