// The upper half of a float: what maps are kept in under mixed precision. Sums, and all that there is one of a channel, stay float.
#pragma once
#include <cstdint>
#include <cstring>

namespace arcface {

struct Bfloat16 {
  uint16_t bits;
};

inline float Value(float x) { return x; }
inline float Value(Bfloat16 x) {
  const uint32_t bits = uint32_t{x.bits} << 16;
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline void Set(float& to, float value) { to = value; }
// To the nearest, ties to even; what is not a number stays so. Without a branch, so that the compiler makes vectors of it.
inline void Set(Bfloat16& to, float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  const uint32_t nearest = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  to.bits = static_cast<uint16_t>((bits & 0x7fffffffu) > 0x7f800000u ? (bits >> 16) | 0x40u : nearest);
}

}  // namespace arcface
