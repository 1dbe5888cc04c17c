#include "conv-filter-gradient-tiles.h"

#if defined(__AMX_TILE__) && defined(__AMX_BF16__) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__linux__)
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "filter-gradient-cuts.h"
#include "parallel-for.h"

namespace arcface {
namespace {

constexpr int kSide = 16;         // inputs or outputs of a tile
constexpr int kStepPixels = 32;   // pixels of one multiplication
constexpr int kTileSize = kSide * kSide;
constexpr int64_t kFlatPixels = 512;  // of a block, about

using Row = __m512i;
using Pair = uint32_t;  // of bfloat16 of one channel: those of two pixels

// Turns a square of 16 rows of 16 words over: of every two rows that differ in one bit of their number, the words that differ in it.
void Transpose(Row (&rows)[kSide]) {
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
Row Widen(const Bfloat16* pixel, __mmask16 held) {
  return pixel ? _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(held, pixel)) : _mm512_setzero_si512();
}
Row PairOf(Row first, Row second) { return _mm512_or_si512(first, _mm512_slli_epi32(second, 16)); }
__mmask16 First(int64_t count) { return static_cast<__mmask16>(count >= kSide ? 0xffff : (1 << count) - 1); }

// A block of both maps, flat: pixels of dy one after the other, with zeros at the end of rows and between images, so that each tap sees x at one
// distance from dy all through the block. With a stride x is taken apart into phases, of every stride-th row and column.
struct Flat {
  const ConvShape& s;
  int64_t phase_columns, phases, columns, x_tiles, dy_tiles;
  int64_t steps, plane;  // of multiplications and of pixels of a phase: for the largest block first, then for this one
  Aligned<Pair> x;       // [tile][phase][pixel][input of the tile]: a pixel and its right neighbour
  Aligned<Pair> dy;      // [tile][step][output of the tile][two pixels of the step]

  Flat(const ConvShape& shape, int64_t inputs, Block most)
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

// Tiles are 16 rows of 64 bytes. What a thread had in them before is gone; oneDNN sets them up anew for each of its own.
class TilesOfThread {
 public:
  TilesOfThread() {
    struct alignas(64) {
      uint8_t palette = 1, start_row = 0, reserved[14] = {};
      uint16_t row_bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
      uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
    } config;
    static_assert(sizeof config == 64);
    asm volatile("" : : "r"(&config) : "memory");
    _tile_loadconfig(&config);
  }
  ~TilesOfThread() { _tile_release(); }
};

// sum[output, input] += Σ dy[output, pixel]·x[pixel, input] for kDy tiles of outputs and kX of inputs, for one tap.
// The intrinsics want their tiles as literals, and do not say that they read and write memory: the barriers do.
template <int kDy, int kX>
void AddTiles(const Pair* dy, int64_t next_dy, const Pair* x, int64_t next_x, int64_t steps, float* sum, int64_t next_output,
              int64_t next_input) {
  constexpr int kLine = kSide * sizeof(Pair);
  asm volatile("" : : : "memory");
  _tile_loadd(0, sum, kLine);
  if constexpr (kX == 2) _tile_loadd(1, sum + next_input, kLine);
  if constexpr (kDy == 2) _tile_loadd(2, sum + next_output, kLine);
  if constexpr (kDy == 2 && kX == 2) _tile_loadd(3, sum + next_output + next_input, kLine);
  for (int64_t step = 0; step < steps; step++, dy += kTileSize, x += kStepPixels * kSide) {
    _tile_loadd(4, dy, kLine);
    _tile_loadd(6, x, 2 * kLine);  // Every other pixel: each has its neighbour beside it.
    _tile_dpbf16ps(0, 4, 6);
    if constexpr (kX == 2) {
      _tile_loadd(7, x + next_x, 2 * kLine);
      _tile_dpbf16ps(1, 4, 7);
    }
    if constexpr (kDy == 2) {
      _tile_loadd(5, dy + next_dy, kLine);
      _tile_dpbf16ps(2, 5, 6);
    }
    if constexpr (kDy == 2 && kX == 2) _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, sum, kLine);
  if constexpr (kX == 2) _tile_stored(1, sum + next_input, kLine);
  if constexpr (kDy == 2) _tile_stored(2, sum + next_output, kLine);
  if constexpr (kDy == 2 && kX == 2) _tile_stored(3, sum + next_output + next_input, kLine);
  asm volatile("" : : : "memory");
}

void AddBlock(Flat& flat, int64_t taps, float* sums) {
  const int64_t next_output = taps * kTileSize, next_input = flat.dy_tiles * next_output;
  const int64_t next_x = flat.phases * flat.plane * kSide, next_dy = flat.steps * kTileSize;
  for (int64_t d = 0; d < flat.dy_tiles; d += 2) {
    for (int64_t c = 0; c < flat.x_tiles; c += 2) {
      const bool both_dy = d + 1 < flat.dy_tiles, both_x = c + 1 < flat.x_tiles;
      const auto add = both_dy ? both_x ? AddTiles<2, 2> : AddTiles<2, 1> : both_x ? AddTiles<1, 2> : AddTiles<1, 1>;
      for (int64_t tap = 0; tap < taps; tap++) {
        add(flat.DyTile(d), next_dy, flat.XTile(c, tap), next_x, flat.steps, sums + d * next_output + c * next_input + tap * kTileSize,
            next_output, next_input);
      }
    }
  }
}

// Adds a tile of all parts and writes it into a tap of the filter, [input, output].
void StoreSum(const float* sum, int64_t parts, int64_t next_part, int64_t input, int64_t output, const ConvShape& s, float* filter) {
  Row rows[kSide];
  for (int i = 0; i < kSide; i++) {
    __m512 total = _mm512_load_ps(sum + i * kSide);
    for (int64_t part = 1; part < parts; part++) total = _mm512_add_ps(total, _mm512_load_ps(sum + part * next_part + i * kSide));
    rows[i] = _mm512_castps_si512(total);
  }
  Transpose(rows);
  const __mmask16 held = First(s.outputs - output);
  for (int64_t i = 0; i < std::min<int64_t>(kSide, s.inputs - input); i++)
    _mm512_mask_storeu_epi32(filter + (input + i) * s.outputs + output, held, rows[i]);
}

}  // namespace

bool TilesRun() {
  constexpr int kRequestPermission = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA of Linux
  static const bool granted = syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
  return granted;
}

void ConvFilterGradientByTiles(const ConvShape& s, const Bfloat16* x, const Bfloat16* dy, float* d_filter) {
  const Cut cut(s, 2 * kSide);
  const int64_t taps = s.filter_height * s.filter_width;
  const int64_t group_tiles = cut.group_inputs / kSide, dy_tiles = Ceiling(s.outputs, kSide);
  const int64_t sum_size = group_tiles * dy_tiles * taps * kTileSize;  // [input tile][output tile][tap][output][input]
  const Block most = Block::Of(s, kFlatPixels);
  Aligned<float> sums(cut.parts * cut.groups * sum_size);
  ParallelFor(static_cast<int>(cut.parts * cut.groups), [&](int task) {
    const int64_t part = task / cut.groups, first = task % cut.groups * cut.group_inputs;
    const int64_t count = std::min(cut.group_inputs, s.inputs - first);
    const TilesOfThread tiles;
    Flat flat(s, count, most);
    const int64_t end = (part + 1) * s.batch / cut.parts;
    for (int64_t image = part * s.batch / cut.parts; image < end; image += most.images) {
      for (int64_t row = 0; row < s.out_height; row += most.rows) {
        const Block block{std::min(most.images, end - image), std::min(most.rows, s.out_height - row)};
        flat.Fill(x, dy, image, row, block, first, count);
        AddBlock(flat, taps, sums.data() + task * sum_size);
      }
    }
  });
  ParallelFor(static_cast<int>(Ceiling(s.inputs, kSide)), [&](int tile) {
    const float* sum = sums.data() + tile / group_tiles * sum_size + tile % group_tiles * dy_tiles * taps * kTileSize;
    for (int64_t d = 0; d < s.outputs; d += kSide)
      for (int64_t tap = 0; tap < taps; tap++, sum += kTileSize)
        StoreSum(sum, cut.parts, cut.groups * sum_size, tile * kSide, d, s, d_filter + tap * s.inputs * s.outputs);
  });
}

}  // namespace arcface
#else
namespace arcface {
bool TilesRun() { return false; }
void ConvFilterGradientByTiles(const ConvShape&, const Bfloat16*, const Bfloat16*, float*) {}
}  // namespace arcface
#endif
