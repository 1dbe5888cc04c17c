/** Items 0…count−1 in sets that are joined step by step (union-find, with path halving and union by size). */
export class DisjointSets {
  readonly #parent: Uint32Array;
  readonly #size: Uint32Array;

  constructor(count: number) {
    this.#parent = Uint32Array.from({ length: count }, (_, item) => item);
    this.#size = new Uint32Array(count).fill(1);
  }

  /** The item that stands for the set of this one; the same for all of them until the set is joined with another. */
  find(item: number): number {
    const parent = this.#parent;
    let at = item;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] as number] as number;
      at = parent[at] as number;
    }
    return at;
  }

  /** Joins the sets of two items and returns the item that stands for both. */
  join(one: number, other: number): number {
    const [first, second] = [this.find(one), this.find(other)];
    if (first === second) return first;
    const [large, small] =
      (this.#size[first] as number) < (this.#size[second] as number) ? [second, first] : [first, second];
    this.#parent[small] = large;
    this.#size[large] = (this.#size[large] as number) + (this.#size[small] as number);
    return large;
  }
}
