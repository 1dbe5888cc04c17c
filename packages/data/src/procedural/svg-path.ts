/** A place in the photo: pixels from the left and from the top. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Two decimals: a hundredth of a pixel cannot be seen, and short numbers keep the text small. */
export function svgNumber(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function pair({ x, y }: Point): string {
  return `${svgNumber(x)} ${svgNumber(y)}`;
}

/** A cubic Bézier piece from `start` to `end` of the Catmull–Rom spline through the four points. */
function splinePiece(before: Point, start: Point, end: Point, after: Point): string {
  const leave = { x: start.x + (end.x - before.x) / 6, y: start.y + (end.y - before.y) / 6 };
  const arrive = { x: end.x - (after.x - start.x) / 6, y: end.y - (after.y - start.y) / 6 };
  return `C${pair(leave)} ${pair(arrive)} ${pair(end)}`;
}

/** Path data of a smooth closed curve through the points. */
export function closedCurve(points: readonly Point[]): string {
  const around = (index: number) => points[(index + points.length) % points.length] as Point;
  const pieces = points.map((start, i) => splinePiece(around(i - 1), start, around(i + 1), around(i + 2)));
  return `M${pair(around(0))}${pieces.join('')}Z`;
}

/** Path data of a smooth open curve through the points. */
export function openCurve(points: readonly Point[]): string {
  const within = (index: number) => points[Math.min(Math.max(index, 0), points.length - 1)] as Point;
  const pieces = points.slice(0, -1).map((start, i) => splinePiece(within(i - 1), start, within(i + 1), within(i + 2)));
  return `M${pair(within(0))}${pieces.join('')}`;
}

/** A filled shape; `paint` is a colour or `url(#id)`. */
export function filled(pathData: string, paint: string, opacity = 1): string {
  return `<path d="${pathData}" fill="${paint}"${opacity < 1 ? ` fill-opacity="${svgNumber(opacity)}"` : ''}/>`;
}

/** A line with round ends. */
export function stroked(pathData: string, paint: string, widthPx: number, opacity = 1): string {
  const see = opacity < 1 ? ` stroke-opacity="${svgNumber(opacity)}"` : '';
  return `<path d="${pathData}" fill="none" stroke="${paint}" stroke-width="${svgNumber(widthPx)}" stroke-linecap="round"${see}/>`;
}

/** An upright ellipse; `name` becomes its class, by which a test finds it. */
export function ellipse(
  centre: Point,
  radiusX: number,
  radiusY: number,
  paint: string,
  opacity = 1,
  name = '',
): string {
  const [cx, cy, rx, ry] = [centre.x, centre.y, Math.max(radiusX, 0), Math.max(radiusY, 0)].map(svgNumber);
  const see = opacity < 1 ? ` fill-opacity="${svgNumber(opacity)}"` : '';
  return `<ellipse${name && ` class="${name}"`} cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${paint}"${see}/>`;
}
