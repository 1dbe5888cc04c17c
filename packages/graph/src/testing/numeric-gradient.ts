/** ∂f/∂x of a function of an array, by central differences in float64: good to about 1e-8 for values near 1. */
export function numericGradient(f: (x: readonly number[]) => number, x: readonly number[], step = 1e-5): number[] {
  return x.map((value, i) => (f(x.with(i, value + step)) - f(x.with(i, value - step))) / (2 * step));
}
