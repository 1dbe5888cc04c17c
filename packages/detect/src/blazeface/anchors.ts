/**
 * Where BlazeFace looks for faces: the middles of two grids of cells, with as many anchors each as the net has outputs there
 * (Bazarevsky et al. 2019, https://arxiv.org/abs/1907.05047, section 3.2; the sizes are those of the model for a photo's whole scene).
 */
const grids = [
  { cells: 16, anchors: 2 },
  { cells: 8, anchors: 6 },
] as const;

/** x, y of each anchor, in pixels of a photo of that side. */
export function anchorsFor(sidePx: number): readonly (readonly [x: number, y: number])[] {
  return grids.flatMap(({ cells, anchors }) => {
    const middle = (cell: number): number => ((cell + 0.5) * sidePx) / cells;
    return Array.from({ length: cells * cells * anchors }, (_, i) => {
      const cell = Math.floor(i / anchors);
      return [middle(cell % cells), middle(Math.floor(cell / cells))] as const;
    });
  });
}

/** Anchors of each grid: how the outputs of the net tell their grid. */
export const anchorCounts = grids.map(({ cells, anchors }) => cells * cells * anchors);
