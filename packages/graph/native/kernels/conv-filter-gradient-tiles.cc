#include "conv-filter-gradient-tiles.h"

#if defined(__AMX_TILE__) && defined(__AMX_BF16__) && defined(__AVX512BW__) && defined(__AVX512VL__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>

#include "packed-tiles.h"
#include "parallel-for.h"

namespace arcface {
namespace {

constexpr int64_t kBlockPixels = 512;  // about

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

void AddBlock(PackedTiles& packed, int64_t taps, float* sums) {
  const int64_t next_output = taps * kTileSize, next_input = packed.dy_tiles * next_output;
  const int64_t next_x = packed.phases * packed.plane * kSide, next_dy = packed.steps * kTileSize;
  for (int64_t d = 0; d < packed.dy_tiles; d += 2) {
    for (int64_t c = 0; c < packed.x_tiles; c += 2) {
      const bool both_dy = d + 1 < packed.dy_tiles, both_x = c + 1 < packed.x_tiles;
      const auto add = both_dy ? both_x ? AddTiles<2, 2> : AddTiles<2, 1> : both_x ? AddTiles<1, 2> : AddTiles<1, 1>;
      for (int64_t tap = 0; tap < taps; tap++) {
        add(packed.DyTile(d), next_dy, packed.XTile(c, tap), next_x, packed.steps, sums + d * next_output + c * next_input + tap * kTileSize,
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
  const Block most = Block::Of(s, kBlockPixels);
  Aligned<float> sums(cut.parts * cut.groups * sum_size);
  ParallelFor(static_cast<int>(cut.parts * cut.groups), [&](int task) {
    const int64_t part = task / cut.groups, first = task % cut.groups * cut.group_inputs;
    const int64_t count = std::min(cut.group_inputs, s.inputs - first);
    const TilesOfThread tiles;
    PackedTiles packed(s, count, most);
    const int64_t end = (part + 1) * s.batch / cut.parts;
    for (int64_t image = part * s.batch / cut.parts; image < end; image += most.images) {
      for (int64_t row = 0; row < s.out_height; row += most.rows) {
        const Block block{std::min(most.images, end - image), std::min(most.rows, s.out_height - row)};
        packed.Fill(x, dy, image, row, block, first, count);
        AddBlock(packed, taps, sums.data() + task * sum_size);
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
