// Floats as many as fill a vector of the machine that the kernels are built for.
#pragma once
#include "bfloat16.h"

namespace arcface {

#ifdef __AVX512F__
constexpr int kLanes = 16;
#else
constexpr int kLanes = 8;
#endif
typedef float Vector __attribute__((vector_size(kLanes * sizeof(float)), aligned(sizeof(float))));

inline Vector Load(const float* from) { return *reinterpret_cast<const Vector*>(from); }
inline void Store(float* to, Vector value) { *reinterpret_cast<Vector*>(to) = value; }

typedef uint32_t Words __attribute__((vector_size(kLanes * sizeof(uint32_t))));
typedef uint16_t Halves __attribute__((vector_size(kLanes * sizeof(uint16_t)), aligned(sizeof(uint16_t))));

inline Vector Load(const Bfloat16* from) {
  return reinterpret_cast<Vector>(__builtin_convertvector(*reinterpret_cast<const Halves*>(from), Words) << 16);
}
// As Set rounds, one by one.
inline void Store(Bfloat16* to, Vector value) {
  const Words bits = reinterpret_cast<Words>(value);
  const Words nearest = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  const Words rounded = (bits & 0x7fffffffu) > 0x7f800000u ? (bits >> 16) | 0x40u : nearest;
  *reinterpret_cast<Halves*>(to) = __builtin_convertvector(rounded, Halves);
}

}  // namespace arcface
