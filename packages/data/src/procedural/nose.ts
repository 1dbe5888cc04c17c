import { darker, mix } from './colour.js';
import { type FaceView, surfaceDepth } from './face-view.js';
import type { FaceIdentity } from './identity.js';
import type { PhotoConditions } from './photo-conditions.js';
import { closedCurve, ellipse, filled, openCurve, stroked } from './svg-path.js';

/** The nose: its shaded side, wings, nostrils and tip. It stands out of the face, so it moves most when the head turns. */
export function nose({ nose: shape, skin }: FaceIdentity, { pose }: PhotoConditions, view: FaceView): string {
  const { tipY, width, bridge, depth, tip } = shape;
  const base = (x: number, y: number) => view.at(x, y, surfaceDepth(x, y) + 0.08);
  const ridge = (y: number) => view.at(0, y, 0.18 + (depth - 0.18) * Math.max(y / tipY, 0) ** 1.4);
  const shadow = view.paint(darker(skin.colour, 0.45));
  // The far side of the ridge lies in shade: the side the head turns to.
  const side = pose.yaw >= 0 ? 1 : -1;
  const shaded = [
    ridge(-0.1),
    ridge(tipY * 0.6),
    ridge(tipY),
    base(side * width, tipY + 0.06),
    base(side * (bridge + 0.06), tipY * 0.5),
    base(side * bridge, -0.05),
  ];
  const wings = [-1, 1].map(wing => {
    const curve = [
      base(wing * width * 0.72, tipY - 0.16),
      base(wing * width, tipY),
      base(wing * width * 0.9, tipY + 0.09),
      base(wing * width * 0.6, tipY + 0.1),
    ];
    const nostril = view.at(wing * width * 0.5, tipY + 0.09, depth * 0.7);
    return (
      stroked(openCurve(curve), shadow, view.px(0.035), 0.8) +
      stroked(
        openCurve([base(wing * bridge, -0.12), base(wing * (bridge + 0.02), tipY * 0.6)]),
        shadow,
        view.px(0.03),
        0.3,
      ) +
      ellipse(nostril, view.px(width * 0.22), view.px(0.04), view.paint(darker(skin.colour, 0.75)), 0.85)
    );
  });
  const shine = mix(skin.colour, [255, 255, 255], 0.5);
  return [
    filled(closedCurve(shaded), shadow, 0.3),
    ...wings,
    ellipse(ridge(tipY * 0.92), view.px(tip), view.px(tip * 0.9), view.paint(shine), 0.4),
    stroked(openCurve([ridge(0), ridge(tipY * 0.8)]), view.paint(shine), view.px(bridge * 0.6), 0.25),
  ].join('');
}
