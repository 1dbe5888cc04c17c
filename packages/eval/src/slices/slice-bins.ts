/** What pairs are cut into slices by: one number a pair. */
export interface PairTrait {
  /** In words, as a heading. */
  readonly name: string;
  /** Written behind a number: `°`, ` px`; nothing for a number without a unit. */
  readonly unit: string;
  /** [pairs]; NaN where it is not known. */
  readonly values: Float64Array;
  /** Rising, between the slices; or how many slices of about as many pairs each. */
  readonly edges: readonly number[] | { readonly parts: number };
}

/** From `from` on and below `to`; null at an open end. */
export interface SliceRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** Which slice each pair is in. */
export interface SliceBins {
  /** Rising, without gaps. */
  readonly ranges: readonly SliceRange[];
  /** [pairs] index of the range; −1 where the value is not known. */
  readonly slice: Int32Array;
}

/** Cuts pairs into slices by their values. Edges that fall together, since many values are equal, are one. */
export function sliceBins({ values, edges }: Pick<PairTrait, 'values' | 'edges'>): SliceBins {
  const cuts = 'parts' in edges ? quantiles(values, edges.parts) : edges;
  const slice = Int32Array.from(values, value =>
    // A value on an edge belongs above it.
    Number.isNaN(value) ? -1 : cuts.reduce((above, cut) => above + Number(value >= cut), 0),
  );
  const ends = [null, ...cuts, null];
  return { ranges: ends.slice(1).map((to, index) => ({ from: ends[index] as number | null, to })), slice };
}

/** Values that part the known ones into so many equal shares. */
function quantiles(values: Float64Array, parts: number): number[] {
  const known = values.filter(value => !Number.isNaN(value)).sort();
  const cuts = Array.from({ length: parts - 1 }, (_, part) => known[Math.floor(((part + 1) * known.length) / parts)]);
  // Nothing lies below the smallest value.
  return [...new Set(cuts)].filter((cut): cut is number => cut !== undefined && cut > (known[0] as number));
}
