/** float16 numbers, by their bits, as float32, which holds them all: IEEE 754-2019, binary16. */
export function floatsFromHalves(bits: Uint16Array): Float32Array {
  return Float32Array.from(bits, half => {
    const sign = half >> 15 === 0 ? 1 : -1;
    const exponent = (half >> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}
