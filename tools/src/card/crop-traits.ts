/** What a crop's pixels say about how it was taken. */
export interface CropTraits {
  /** Mean luminance, 0 to 255. */
  readonly brightness: number;
  /** Variance of the Laplacian of the luminance: high where edges are crisp, low where the face is blurred or was enlarged. */
  readonly sharpness: number;
}

/** The part of an aligned crop that is face whatever the hair and the background are, in fractions of its side. */
const [innerFrom, innerTo] = [0.2, 0.8];

/**
 * Brightness and sharpness of the middle of an aligned crop. Luminance of ITU-R BT.601; the Laplacian of four neighbours, as in Pech-Pacheco
 * et al., Diatom autofocusing in brightfield microscopy: a comparative study, ICPR 2000.
 *
 * @param pixels [sidePx, sidePx, 3] RGB
 */
export function cropTraits(pixels: Uint8Array, sidePx: number): CropTraits {
  const luminance = (row: number, column: number): number => {
    const at = 3 * (row * sidePx + column);
    return 0.299 * (pixels[at] as number) + 0.587 * (pixels[at + 1] as number) + 0.114 * (pixels[at + 2] as number);
  };
  const [from, to] = [Math.round(innerFrom * sidePx), Math.round(innerTo * sidePx)];
  const count = (to - from) ** 2;
  let [sum, edges, squares] = [0, 0, 0];
  for (let row = from; row < to; row++) {
    for (let column = from; column < to; column++) {
      const here = luminance(row, column);
      const around =
        luminance(row - 1, column) +
        luminance(row + 1, column) +
        luminance(row, column - 1) +
        luminance(row, column + 1);
      const edge = around - 4 * here;
      sum += here;
      edges += edge;
      squares += edge * edge;
    }
  }
  return { brightness: sum / count, sharpness: squares / count - (edges / count) ** 2 };
}
