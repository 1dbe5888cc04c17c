// What a multiplying and adding instruction takes of each channel of a map: one float, or two bfloat16 of two pixels.
#pragma once
#include <cstdint>

#include "vector.h"
#if defined(__AVX512BF16__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#include <immintrin.h>
#define ARCFACE_HAS_PAIRS
#endif

namespace arcface {

// One pixel at a time.
struct SinglePixels {
  using Element = float;
  using Elements = Vector;
  static constexpr int kPixels = 1;

  // Writes `size` elements of a pixel; it holds the first `held` of them, or none when it is null. The rest is zero.
  template <int size, typename T>
  static void Pack(const T* pixel, const T*, int64_t held, Element* to) {
    if (pixel && held == size) {
      for (int i = 0; i < size; i++) to[i] = Value(pixel[i]);
    } else {
      for (int i = 0; i < size; i++) to[i] = pixel && i < held ? Value(pixel[i]) : 0.f;
    }
  }
  static Elements LoadElements(const Element* from) { return Load(from); }
  static Vector MultiplyAdd(Vector sum, Element x, Elements y) { return sum + x * y; }
};

#ifdef ARCFACE_HAS_PAIRS
// Two pixels at a time, by VDPBF16PS: twice as many products an instruction.
struct PixelPairs {
  using Element = uint32_t;
  using Elements = __m512bh;
  static constexpr int kPixels = 2;

  template <int size>
  static void Pack(const Bfloat16* first, const Bfloat16* second, int64_t held, Element* to) {
    for (int i = 0; i < size; i += kLanes) {
      const auto mask = [&](int64_t count) { return static_cast<__mmask16>(count >= kLanes ? 0xffff : count <= 0 ? 0 : (1 << count) - 1); };
      const __mmask16 loaded = mask(held - i);
      const auto widen = [&](const Bfloat16* pixel) {
        return pixel ? _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(loaded, pixel + i)) : _mm512_setzero_si512();
      };
      _mm512_mask_storeu_epi32(to + i, mask(size - i), _mm512_or_si512(widen(first), _mm512_slli_epi32(widen(second), 16)));
    }
  }
  static Elements LoadElements(const Element* from) { return reinterpret_cast<Elements>(_mm512_loadu_si512(from)); }
  static Vector MultiplyAdd(Vector sum, Element x, Elements y) {
    const auto both = reinterpret_cast<Elements>(_mm512_set1_epi32(static_cast<int>(x)));
    return reinterpret_cast<Vector>(_mm512_dpbf16_ps(reinterpret_cast<__m512>(sum), both, y));
  }
};
#endif

template <typename T>
struct PixelElements {
  using Kind = SinglePixels;
};
#ifdef ARCFACE_HAS_PAIRS
template <>
struct PixelElements<Bfloat16> {
  using Kind = PixelPairs;
};
#endif

}  // namespace arcface
