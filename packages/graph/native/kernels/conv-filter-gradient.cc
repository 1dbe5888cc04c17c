#include "conv-filter-gradient.h"

#include <type_traits>

#include "conv-filter-gradient-tiles.h"
#include "packed-pixels.h"
#include "parallel-for.h"

namespace arcface {
namespace {

constexpr int64_t kBlockPixels = 256;

// sum[c, d] += Σ x[pixel, c]·dy[pixel, d] over a block's pixels, for one tap and the first kInputs of a tile: x begins at its corner.
template <int kInputs, typename T, typename Kind>
void AddTile(const Packed<T, Kind>& packed, const typename Kind::Element* x, const typename Kind::Element* dy, float* sum,
             int64_t sum_stride) {
  const int64_t stride = packed.s.stride, step = Kind::kPixels * stride * kTileInputs;
  Vector total[kInputs][kTileVectors];
  for (int c = 0; c < kInputs; c++)
    for (int v = 0; v < kTileVectors; v++) total[c][v] = Load(sum + c * sum_stride + v * kLanes);
  for (int64_t image = 0; image < packed.images; image++, x += packed.ImageSize()) {
    for (int64_t row = 0; row < packed.rows; row++) {
      const auto* pixel = x + row * stride * packed.x_columns * kTileInputs;
      for (int64_t column = 0; column < packed.dy_columns; column++, pixel += step, dy += kTileOutputs) {
        typename Kind::Elements gradient[kTileVectors];
        for (int v = 0; v < kTileVectors; v++) gradient[v] = Kind::LoadElements(dy + v * kLanes);
        for (int c = 0; c < kInputs; c++)
          for (int v = 0; v < kTileVectors; v++) total[c][v] = Kind::MultiplyAdd(total[c][v], pixel[c], gradient[v]);
      }
    }
  }
  for (int c = 0; c < kInputs; c++)
    for (int v = 0; v < kTileVectors; v++) Store(sum + c * sum_stride + v * kLanes, total[c][v]);
}

// The narrowest that holds so many inputs: a tile that is not full, as that of a photo's three colours, takes less time.
template <typename Packed>
using Add = void (*)(const Packed&, const typename Packed::Element*, const typename Packed::Element*, float*, int64_t);

template <typename T, typename Kind>
Add<Packed<T, Kind>> AddTileFor(int64_t held) {
  static_assert(kTileInputs % 3 == 0);
  constexpr int kThird = kTileInputs / 3;
  if (held <= kThird) return AddTile<kThird, T, Kind>;
  if (held <= 2 * kThird) return AddTile<2 * kThird, T, Kind>;
  return AddTile<kTileInputs, T, Kind>;
}

}  // namespace

template <typename T>
void ConvFilterGradient(const ConvShape& s, const T* x, const T* dy, float* d_filter) {
  if constexpr (std::is_same_v<T, Bfloat16>) {
    if (TilesRun()) return ConvFilterGradientByTiles(s, x, dy, d_filter);
  }
  using Kind = typename PixelElements<T>::Kind;
  const Cut cut(s, kTileInputs);
  const int64_t taps = s.filter_height * s.filter_width;
  const int64_t sum_inputs = Ceiling(cut.group_inputs, kTileInputs) * kTileInputs;
  const int64_t sum_outputs = Ceiling(s.outputs, kTileOutputs) * kTileOutputs;
  const int64_t sum_size = taps * sum_inputs * sum_outputs;  // [tap, input of the group, output], padded to whole tiles
  const Block most = Block::Of(s, kBlockPixels);
  std::vector<float> sums(cut.parts * cut.groups * sum_size, 0.f);
  ParallelFor(static_cast<int>(cut.parts * cut.groups), [&](int task) {
    const int64_t part = task / cut.groups, group = task % cut.groups;
    const int64_t first = group * cut.group_inputs, count = std::min(cut.group_inputs, s.inputs - first);
    float* sum = &sums[task * sum_size];
    Packed<T, Kind> packed(s, count, most);
    const int64_t end = (part + 1) * s.batch / cut.parts;
    for (int64_t image = part * s.batch / cut.parts; image < end; image += most.images) {
      for (int64_t row = 0; row < s.out_height; row += most.rows) {
        Block block = most;
        block.images = std::min(most.images, end - image);
        block.rows = std::min(most.rows, s.out_height - row);
        packed.Fill(x, dy, image, row, block, first, count);
        for (int64_t d = 0; d < packed.dy_tiles; d++) {
          for (int64_t c = 0; c < packed.x_tiles; c++) {
            const auto add = AddTileFor<T, Kind>(count - c * kTileInputs);
            for (int64_t tap = 0; tap < taps; tap++) {
              const int64_t corner = (tap / s.filter_width * packed.x_columns + tap % s.filter_width) * kTileInputs;
              add(packed, packed.XTile(c) + corner, packed.DyTile(d),
                  sum + (tap * sum_inputs + c * kTileInputs) * sum_outputs + d * kTileOutputs, sum_outputs);
            }
          }
        }
      }
    }
  });
  ParallelFor(static_cast<int>(taps), [&](int tap) {
    for (int64_t c = 0; c < s.inputs; c++) {
      float* to = d_filter + (tap * s.inputs + c) * s.outputs;
      const float* from = &sums[(c / cut.group_inputs) * sum_size + (tap * sum_inputs + c % cut.group_inputs) * sum_outputs];
      for (int64_t d = 0; d < s.outputs; d++) to[d] = from[d];
      for (int64_t part = 1; part < cut.parts; part++)
        for (int64_t d = 0; d < s.outputs; d++) to[d] += from[part * cut.groups * sum_size + d];
    }
  });
}

template void ConvFilterGradient(const ConvShape&, const float*, const float*, float*);
template void ConvFilterGradient(const ConvShape&, const Bfloat16*, const Bfloat16*, float*);

}  // namespace arcface
