import { type Colour, css, luma } from './colour.js';
import type { PhotoFrame } from './face-view.js';
import type { PhotoConditions } from './photo-conditions.js';
import { ellipse, filled, type Point, svgNumber } from './svg-path.js';

/** What is behind the person. Its colours have nothing to do with who the person is. */
export function background({ widthPx, heightPx }: PhotoFrame, { scene, light }: PhotoConditions): string {
  const paint = (colour: Colour) => {
    const grey = luma(colour);
    return css(light.grey ? [grey, grey, grey] : colour);
  };
  const spots = scene.spots.map(({ x, y, radius, colour }) =>
    ellipse({ x: x * widthPx, y: y * heightPx }, radius * widthPx, radius * widthPx, paint(colour), 0.6),
  );
  return [
    '<linearGradient id="wall" x1="0" y1="0" x2="0.3" y2="1">',
    `<stop offset="0" stop-color="${paint(scene.top)}"/><stop offset="1" stop-color="${paint(scene.bottom)}"/>`,
    '</linearGradient>',
    `<rect width="${widthPx}" height="${heightPx}" fill="url(#wall)"/>`,
    ...spots,
  ].join('');
}

/** A gradient of light over the head's contour: bright where the light comes from, dark opposite, as deep as `contrast`. */
export function lightOverHead(
  contour: string,
  centre: Point,
  radiusPx: number,
  light: PhotoConditions['light'],
): string {
  const [dx, dy] = [Math.cos(light.angle) * radiusPx, Math.sin(light.angle) * radiusPx];
  const [x1, y1, x2, y2] = [centre.x - dx, centre.y - dy, centre.x + dx, centre.y + dy].map(svgNumber);
  const [bright, dark] = [0.22 * light.contrast, 0.1 + 0.55 * light.contrast].map(svgNumber);
  return [
    `<linearGradient id="light" gradientUnits="userSpaceOnUse" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">`,
    `<stop offset="0" stop-color="black" stop-opacity="${dark}"/><stop offset="0.55" stop-color="black" stop-opacity="0"/>`,
    `<stop offset="0.55" stop-color="white" stop-opacity="0"/><stop offset="1" stop-color="white" stop-opacity="${bright}"/>`,
    '</linearGradient>',
    filled(contour, 'url(#light)'),
  ].join('');
}

/** The round shape of the head: darker towards its contour. */
export function roundness(contour: string): string {
  return [
    '<radialGradient id="round" cx="0.5" cy="0.5" r="0.62">',
    '<stop offset="0.55" stop-color="black" stop-opacity="0"/><stop offset="1" stop-color="black" stop-opacity="0.4"/>',
    '</radialGradient>',
    filled(contour, 'url(#round)'),
  ].join('');
}
