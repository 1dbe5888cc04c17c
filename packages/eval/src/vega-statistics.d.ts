// Vega's packages of functions come without types; this is the part that is used here.
declare module 'vega-statistics' {
  /** The value below which a share `p` of the normal distribution lies. */
  export function quantileNormal(p: number, mean?: number, deviation?: number): number;
}
