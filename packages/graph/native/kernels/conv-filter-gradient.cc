#include "conv-filter-gradient.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "parallel-for.h"
#include "vector.h"

namespace arcface {
namespace {

// A tile of d_filter that stays in registers while pixels are added to it: kTileInputs × kTileOutputs.
#ifdef __AVX512F__
constexpr int kTileInputs = 12, kTileVectors = 2;
#else
constexpr int kTileInputs = 6, kTileVectors = 2;
#endif
constexpr int kTileOutputs = kTileVectors * kLanes;

// Pixels of y that are worked on together: what is packed of them stays in the core's own cache.
constexpr int64_t kBlockPixels = 256;

int64_t Ceiling(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Copies `size` floats of each of `count` pixels that lie `stride` floats apart, one pixel after the other. Of the last tile only
// `held` floats are there; the others are zero.
template <int size>
void CopyTiles(const float* from, int64_t stride, int64_t held, int64_t count, float* to) {
  for (int64_t pixel = 0; pixel < count; pixel++, from += stride, to += size) {
    if (held == size) std::memcpy(to, from, size * sizeof(float));
    else for (int64_t i = 0; i < size; i++) to[i] = i < held ? from[i] : 0.f;
  }
}

// A block of pixels of y: some rows of one image, or all rows of some images where the maps are small.
struct Block {
  int64_t images, rows;

  explicit Block(const ConvShape& s)
      : images(std::clamp<int64_t>(kBlockPixels / (s.out_height * s.out_width), 1, s.batch)),
        rows(std::clamp<int64_t>(kBlockPixels / s.out_width, 1, s.out_height)) {}
};

// The pixels of a block, and those of x that they see, copied so that a tile reads one after the other: x as
// [tile][image][row][column][input of the tile], with its zeros around the map; dy as [tile][image][row][column][output of the tile].
struct Packed {
  const ConvShape& s;
  int64_t x_columns, x_tiles, dy_tiles;
  int64_t images = 0, rows = 0, x_rows = 0;
  std::vector<float> x, dy;

  Packed(const ConvShape& shape, int64_t inputs, Block most)
      : s(shape),
        x_columns((shape.out_width - 1) * shape.stride + shape.filter_width),
        x_tiles(Ceiling(inputs, kTileInputs)),
        dy_tiles(Ceiling(shape.outputs, kTileOutputs)),
        x(x_tiles * kTileInputs * x_columns * most.images * ((most.rows - 1) * shape.stride + shape.filter_height)),
        dy(dy_tiles * kTileOutputs * most.images * most.rows * shape.out_width) {}

  int64_t ImageSize() const { return x_rows * x_columns * kTileInputs; }
  float* XTile(int64_t tile) { return x.data() + tile * images * ImageSize(); }
  float* DyTile(int64_t tile) { return dy.data() + tile * images * rows * s.out_width * kTileOutputs; }

  // Takes a block that begins at an image and a row; of x only inputs [first, first + count).
  void Fill(const float* all_x, const float* all_dy, int64_t image, int64_t row, Block block, int64_t first, int64_t count) {
    images = block.images;
    rows = block.rows;
    x_rows = (rows - 1) * s.stride + s.filter_height;
    for (int64_t i = 0; i < images; i++) {
      FillX(all_x + (image + i) * s.height * s.width * s.inputs, row, i, first, count);
    }
    // Of several images all rows are taken, and lie one after the other.
    const float* from = all_dy + (image * s.out_height + row) * s.out_width * s.outputs;
    for (int64_t tile = 0; tile < dy_tiles; tile++) {
      const int64_t begin = tile * kTileOutputs, held = std::min<int64_t>(kTileOutputs, s.outputs - begin);
      CopyTiles<kTileOutputs>(from + begin, s.outputs, held, images * rows * s.out_width, DyTile(tile));
    }
  }

  void FillX(const float* image_x, int64_t row, int64_t slot, int64_t first, int64_t count) {
    // Columns of the packed rows that lie on the map.
    const int64_t left = std::min(s.pad_left, x_columns), right = std::clamp(s.width + s.pad_left, left, x_columns);
    for (int64_t tile = 0; tile < x_tiles; tile++) {
      float* to = XTile(tile) + slot * ImageSize();
      const int64_t begin = tile * kTileInputs, held = std::min<int64_t>(kTileInputs, count - begin);
      for (int64_t r = 0; r < x_rows; r++, to += x_columns * kTileInputs) {
        const int64_t from_row = row * s.stride - s.pad_top + r;
        if (from_row < 0 || from_row >= s.height) {
          std::fill(to, to + x_columns * kTileInputs, 0.f);
          continue;
        }
        std::fill(to, to + left * kTileInputs, 0.f);
        std::fill(to + right * kTileInputs, to + x_columns * kTileInputs, 0.f);
        const float* from = image_x + (from_row * s.width + left - s.pad_left) * s.inputs + first + begin;
        CopyTiles<kTileInputs>(from, s.inputs, held, right - left, to + left * kTileInputs);
      }
    }
  }
};

// sum[c, d] += Σ x[pixel, c]·dy[pixel, d] over a block's pixels, for one tap: x begins at its corner.
void AddTile(const Packed& packed, const float* x, const float* dy, float* sum, int64_t sum_stride) {
  const ConvShape& s = packed.s;
  Vector total[kTileInputs][kTileVectors];
  for (int c = 0; c < kTileInputs; c++)
    for (int v = 0; v < kTileVectors; v++) total[c][v] = Load(sum + c * sum_stride + v * kLanes);
  const int64_t step = s.stride * kTileInputs;
  for (int64_t image = 0; image < packed.images; image++, x += packed.ImageSize()) {
    for (int64_t row = 0; row < packed.rows; row++) {
      const float* pixel = x + row * s.stride * packed.x_columns * kTileInputs;
      for (int64_t column = 0; column < s.out_width; column++, pixel += step, dy += kTileOutputs) {
        Vector gradient[kTileVectors];
        for (int v = 0; v < kTileVectors; v++) gradient[v] = Load(dy + v * kLanes);
        for (int c = 0; c < kTileInputs; c++)
          for (int v = 0; v < kTileVectors; v++) total[c][v] += pixel[c] * gradient[v];
      }
    }
  }
  for (int c = 0; c < kTileInputs; c++)
    for (int v = 0; v < kTileVectors; v++) Store(sum + c * sum_stride + v * kLanes, total[c][v]);
}

// How the work is cut, by the shape alone, so that the result is the same for any number of threads: images into parts, each with
// a sum of its own, and the inputs into groups.
struct Cut {
  explicit Cut(const ConvShape& s) {
    const int64_t filter_bytes = s.filter_height * s.filter_width * s.inputs * s.outputs * sizeof(float);
    parts = std::clamp<int64_t>((int64_t{2} << 20) / filter_bytes, 1, std::min<int64_t>(s.batch, 8));
    const int64_t tiles = Ceiling(s.inputs, kTileInputs), wanted = std::min(tiles, Ceiling(8, parts));
    group_inputs = Ceiling(tiles, wanted) * kTileInputs;
    groups = Ceiling(s.inputs, group_inputs);
  }
  int64_t parts, groups, group_inputs;
};

}  // namespace

void ConvFilterGradient(const ConvShape& s, const float* x, const float* dy, float* d_filter) {
  const Cut cut(s);
  const int64_t taps = s.filter_height * s.filter_width;
  const int64_t sum_inputs = Ceiling(cut.group_inputs, kTileInputs) * kTileInputs;
  const int64_t sum_outputs = Ceiling(s.outputs, kTileOutputs) * kTileOutputs;
  const int64_t sum_size = taps * sum_inputs * sum_outputs;  // [tap, input of the group, output], padded to whole tiles
  const Block most(s);
  std::vector<float> sums(cut.parts * cut.groups * sum_size, 0.f);
  ParallelFor(static_cast<int>(cut.parts * cut.groups), [&](int task) {
    const int64_t part = task / cut.groups, group = task % cut.groups;
    const int64_t first = group * cut.group_inputs, count = std::min(cut.group_inputs, s.inputs - first);
    float* sum = &sums[task * sum_size];
    Packed packed(s, count, most);
    const int64_t end = (part + 1) * s.batch / cut.parts;
    for (int64_t image = part * s.batch / cut.parts; image < end; image += most.images) {
      for (int64_t row = 0; row < s.out_height; row += most.rows) {
        Block block = most;
        block.images = std::min(most.images, end - image);
        block.rows = std::min(most.rows, s.out_height - row);
        packed.Fill(x, dy, image, row, block, first, count);
        for (int64_t d = 0; d < packed.dy_tiles; d++) {
          for (int64_t c = 0; c < packed.x_tiles; c++) {
            for (int64_t tap = 0; tap < taps; tap++) {
              const int64_t corner = (tap / s.filter_width * packed.x_columns + tap % s.filter_width) * kTileInputs;
              AddTile(packed, packed.XTile(c) + corner, packed.DyTile(d),
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

}  // namespace arcface
