// A block of two maps, copied in the order in which a processor's matrix tiles read it. To be included where the vectors of AVX-512 are there.
#pragma once
#include <immintrin.h>

#include "filter-gradient-cuts.h"

namespace arcface {

constexpr int kSide = 16;         // inputs or outputs of a tile
constexpr int kStepPixels = 32;   // pixels of one multiplication
constexpr int kTileSize = kSide * kSide;

using Row = __m512i;
using Pair = uint32_t;  // of bfloat16 of one channel: those of two pixels

// Turns a square of 16 rows of 16 words over: of every two rows that differ in one bit of their number, the words that differ in it.
inline void Transpose(Row (&rows)[kSide]) {
  const Row lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
#pragma GCC unroll 4
  for (int bit = 1; bit < kSide; bit *= 2) {
    const Row other = _mm512_xor_si512(lane, _mm512_set1_epi32(bit)), second = _mm512_set1_epi32(kSide);
    const __mmask16 has_bit = _mm512_test_epi32_mask(lane, _mm512_set1_epi32(bit));
    const Row upper = _mm512_mask_add_epi32(lane, has_bit, other, second);
    const Row lower = _mm512_mask_add_epi32(other, has_bit, lane, second);
#pragma GCC unroll 16
    for (int i = 0; i < kSide; i++) {
      if (i & bit) continue;
      const Row first = rows[i];
      rows[i] = _mm512_permutex2var_epi32(first, upper, rows[i | bit]);
      rows[i | bit] = _mm512_permutex2var_epi32(first, lower, rows[i | bit]);
    }
  }
}

// A pixel's channels under a mask, each in the lower half of a word; zeros where there is no pixel.
inline Row Widen(const Bfloat16* pixel, __mmask16 held) {
  return pixel ? _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(held, pixel)) : _mm512_setzero_si512();
}
inline Row PairOf(Row first, Row second) { return _mm512_or_si512(first, _mm512_slli_epi32(second, 16)); }
inline __mmask16 First(int64_t count) { return static_cast<__mmask16>(count >= kSide ? 0xffff : (1 << count) - 1); }

// A block of both maps, flat: pixels of dy one after the other, with zeros at the end of rows and between images, so that each tap sees x at one
// distance from dy all through the block. With a stride x is taken apart into phases, of every stride-th row and column.
struct PackedTiles {
  const ConvShape& s;
  int64_t phase_columns, phases, columns, x_tiles, dy_tiles;
  int64_t steps, plane;  // of multiplications and of pixels of a phase: for the largest block first, then for this one
  Aligned<Pair> x;       // [tile][phase][pixel][input of the tile]: a pixel and its right neighbour
  Aligned<Pair> dy;      // [tile][step][output of the tile][two pixels of the step]

  PackedTiles(const ConvShape& shape, int64_t inputs, Block most)
      : s(shape),
        phase_columns(std::min(s.stride, s.filter_width)),
        phases(std::min(s.stride, s.filter_height) * phase_columns),
        columns(s.out_width + (s.filter_width - 1) / s.stride),
        x_tiles(Ceiling(inputs, kSide)),
        dy_tiles(Ceiling(s.outputs, kSide)),
        steps(Steps(most)),
        plane(Plane()),
        x(x_tiles * phases * plane * kSide),
        dy(dy_tiles * steps * kTileSize) {}

  int64_t RowsSeen(int64_t rows) const { return rows + (s.filter_height - 1) / s.stride; }
  int64_t Steps(Block block) const {
    return Ceiling(((block.images - 1) * RowsSeen(block.rows) + block.rows) * columns, kStepPixels);
  }
  int64_t Distance(int64_t row, int64_t column) const { return row / s.stride * columns + column / s.stride; }
  int64_t Plane() const { return steps * kStepPixels + Distance(s.filter_height - 1, s.filter_width - 1) + 1; }

  const Pair* XTile(int64_t tile, int64_t tap) {
    const int64_t row = tap / s.filter_width, column = tap % s.filter_width;
    const int64_t phase = row % s.stride * phase_columns + column % s.stride;
    return x.data() + ((tile * phases + phase) * plane + Distance(row, column)) * kSide;
  }
  const Pair* DyTile(int64_t tile) { return dy.data() + tile * steps * kTileSize; }

  // Takes a block that begins at an image and a row; of x only inputs [first, first + count).
  void Fill(const Bfloat16* all_x, const Bfloat16* all_dy, int64_t image, int64_t row, Block block, int64_t first, int64_t count) {
    steps = Steps(block);
    plane = Plane();
    std::vector<const Bfloat16*> pixels;
    for (int64_t phase = 0; phase < phases; phase++) {
      const int64_t top = phase / phase_columns - s.pad_top, left = phase % phase_columns - s.pad_left;
      List(pixels, block, [&](int64_t i, int64_t r, int64_t c) -> const Bfloat16* {
        const int64_t y = (row + r) * s.stride + top, x = c * s.stride + left;
        if (y < 0 || y >= s.height || x < 0 || x >= s.width) return nullptr;
        return all_x + (((image + i) * s.height + y) * s.width + x) * s.inputs + first;
      });
      pixels.resize(plane, nullptr);
      for (int64_t tile = 0; tile < x_tiles; tile++)
        PackX(pixels, tile * kSide, First(count - tile * kSide), x.data() + (tile * phases + phase) * plane * kSide);
    }
    List(pixels, block, [&](int64_t i, int64_t r, int64_t c) -> const Bfloat16* {
      if (r >= block.rows || c >= s.out_width) return nullptr;
      return all_dy + (((image + i) * s.out_height + row + r) * s.out_width + c) * s.outputs;
    });
    pixels.resize(steps * kStepPixels, nullptr);
    for (int64_t tile = 0; tile < dy_tiles; tile++)
      PackDy(pixels, tile * kSide, First(s.outputs - tile * kSide), dy.data() + tile * steps * kTileSize);
  }

  template <typename Pixel>
  void List(std::vector<const Bfloat16*>& pixels, Block block, const Pixel& pixel) const {
    pixels.clear();
    for (int64_t i = 0; i < block.images; i++)
      for (int64_t r = 0; r < RowsSeen(block.rows); r++)
        for (int64_t c = 0; c < columns; c++) pixels.push_back(pixel(i, r, c));
  }

  static void PackX(const std::vector<const Bfloat16*>& pixels, int64_t begin, __mmask16 held, Pair* to) {
    const auto widen = [&](const Bfloat16* pixel) { return Widen(pixel ? pixel + begin : nullptr, held); };
    Row current = widen(pixels[0]);
    for (size_t p = 0; p < pixels.size(); p++, to += kSide) {
      const Row next = p + 1 < pixels.size() ? widen(pixels[p + 1]) : _mm512_setzero_si512();
      _mm512_store_si512(to, PairOf(current, next));
      current = next;
    }
  }

  static void PackDy(const std::vector<const Bfloat16*>& pixels, int64_t begin, __mmask16 held, Pair* to) {
    const auto widen = [&](const Bfloat16* pixel) { return Widen(pixel ? pixel + begin : nullptr, held); };
    for (size_t p = 0; p < pixels.size(); p += kStepPixels, to += kTileSize) {
      Row rows[kSide];
      for (int i = 0; i < kSide; i++) rows[i] = PairOf(widen(pixels[p + 2 * i]), widen(pixels[p + 2 * i + 1]));
      Transpose(rows);
      for (int i = 0; i < kSide; i++) _mm512_store_si512(to + i * kSide, rows[i]);
    }
  }
};

}  // namespace arcface
