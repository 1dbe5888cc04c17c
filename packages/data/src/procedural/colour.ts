/** Red, green and blue, 0–255 each. */
export type Colour = readonly [number, number, number];

/** The colour at `share` of the way from one to the other. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const channel = (index: 0 | 1 | 2) => from[index] + (to[index] - from[index]) * share;
  return [channel(0), channel(1), channel(2)];
}

export function darker(colour: Colour, share: number): Colour {
  return mix(colour, [0, 0, 0], share);
}

/** Brightness to the eye, 0–255: the luma weights of ITU-R BT.601. */
export function luma([red, green, blue]: Colour): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/** A point of a palette: 0 is its first colour, 1 its last, what is between is mixed. */
export function fromPalette(palette: readonly Colour[], position: number): Colour {
  const place = Math.min(Math.max(position, 0), 1) * (palette.length - 1);
  const index = Math.min(Math.floor(place), palette.length - 2);
  return mix(palette[index] as Colour, palette[index + 1] as Colour, place - index);
}

/** The colour as SVG writes it; channels beyond 0–255 are cut, as a sensor does. */
export function css(colour: Colour): string {
  return `rgb(${colour.map(channel => Math.round(Math.min(Math.max(channel, 0), 255))).join(',')})`;
}
