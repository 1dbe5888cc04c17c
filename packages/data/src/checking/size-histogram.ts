import type { PhotoSize } from '../alignment/photo-size.js';

/** Photos whose width lies in one class and whose height lies in one. */
export interface SizeClass {
  /** Smallest and largest that occur in the class: the same number twice when all photos of it are alike. */
  readonly width: readonly [smallest: number, largest: number];
  readonly height: readonly [smallest: number, largest: number];
  readonly photos: number;
}

/** Classes of a side begin at powers of two: 64…127, 128…255. */
function sideClass(side: number): number {
  return Math.floor(Math.log2(side));
}

/** Counts photos in classes of width and height, while they pass by: it remembers classes, never photos. */
export class SizeHistogram {
  readonly #classes = new Map<string, SizeClass>();

  add({ width, height }: PhotoSize): void {
    const key = `${sideClass(width)} ${sideClass(height)}`;
    const known = this.#classes.get(key) ?? { width: [width, width], height: [height, height], photos: 0 };
    this.#classes.set(key, {
      width: [Math.min(known.width[0], width), Math.max(known.width[1], width)],
      height: [Math.min(known.height[0], height), Math.max(known.height[1], height)],
      photos: known.photos + 1,
    });
  }

  /** The classes that have photos, the one with the most first; of two alike the smaller sizes first. */
  get classes(): SizeClass[] {
    return [...this.#classes.values()].sort(
      (one, other) => other.photos - one.photos || one.width[0] - other.width[0] || one.height[0] - other.height[0],
    );
  }
}
