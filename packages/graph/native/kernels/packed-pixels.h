// Blocks of two maps, copied in the order in which the tiles of a filter's gradient read them.
#pragma once
#include "filter-gradient-cuts.h"
#include "pixel-elements.h"

namespace arcface {

// A tile of d_filter that stays in registers while pixels are added to it: kTileInputs × kTileOutputs.
#ifdef __AVX512F__
constexpr int kTileInputs = 12, kTileVectors = 2;
#else
constexpr int kTileInputs = 6, kTileVectors = 2;
#endif
constexpr int kTileOutputs = kTileVectors * kLanes;

// The pixels of a block, and those of x that they see, copied so that a tile reads one after the other: x as
// [tile][image][row][column][input of the tile], with its zeros around the map; dy as [tile][image][row][column][output of the tile].
// Of both as many pixels as Kind works on at once make an element: neighbours in dy, and those of x that they see through one tap.
template <typename T, typename Kind>
struct Packed {
  using Element = typename Kind::Element;
  const ConvShape& s;
  int64_t x_columns, dy_columns, x_tiles, dy_tiles;
  int64_t images = 0, rows = 0, x_rows = 0;
  Aligned<Element> x, dy;

  Packed(const ConvShape& shape, int64_t inputs, Block most)
      : s(shape),
        x_columns((shape.out_width - 1) * shape.stride + shape.filter_width),
        dy_columns(Ceiling(shape.out_width, Kind::kPixels)),
        x_tiles(Ceiling(inputs, kTileInputs)),
        dy_tiles(Ceiling(shape.outputs, kTileOutputs)),
        x(x_tiles * kTileInputs * x_columns * most.images * ((most.rows - 1) * shape.stride + shape.filter_height)),
        dy(dy_tiles * kTileOutputs * most.images * most.rows * dy_columns) {}

  int64_t ImageSize() const { return x_rows * x_columns * kTileInputs; }
  Element* XTile(int64_t tile) { return x.data() + tile * images * ImageSize(); }
  Element* DyTile(int64_t tile) { return dy.data() + tile * images * rows * dy_columns * kTileOutputs; }

  // Takes a block that begins at an image and a row; of x only inputs [first, first + count).
  void Fill(const T* all_x, const T* all_dy, int64_t image, int64_t row, Block block, int64_t first, int64_t count) {
    images = block.images;
    rows = block.rows;
    x_rows = (rows - 1) * s.stride + s.filter_height;
    for (int64_t tile = 0; tile < x_tiles; tile++) {
      const int64_t begin = first + tile * kTileInputs, held = std::min<int64_t>(kTileInputs, first + count - begin);
      Element* to = XTile(tile);
      for (int64_t i = 0; i < images; i++)
        for (int64_t r = 0; r < x_rows; r++, to += x_columns * kTileInputs)
          PackX(all_x + (image + i) * s.height * s.width * s.inputs + begin, row * s.stride - s.pad_top + r, held, to);
    }
    // Of several images all rows are taken, and lie one after the other.
    const T* from = all_dy + (image * s.out_height + row) * s.out_width * s.outputs;
    for (int64_t tile = 0; tile < dy_tiles; tile++) {
      const int64_t begin = tile * kTileOutputs, held = std::min<int64_t>(kTileOutputs, s.outputs - begin);
      Element* to = DyTile(tile);
      for (int64_t r = 0; r < images * rows; r++, to += dy_columns * kTileOutputs)
        PackDy(from + r * s.out_width * s.outputs + begin, held, to);
    }
  }

  void PackX(const T* image_x, int64_t row, int64_t held, Element* to) const {
    const auto pixel = [&](int64_t column) {
      return column >= 0 && column < s.width ? image_x + (row * s.width + column) * s.inputs : nullptr;
    };
    if (row < 0 || row >= s.height) {
      std::fill(to, to + x_columns * kTileInputs, Element{});
      return;
    }
    for (int64_t column = -s.pad_left; column < x_columns - s.pad_left; column++, to += kTileInputs)
      Kind::template Pack<kTileInputs>(pixel(column), pixel(column + s.stride), held, to);
  }

  void PackDy(const T* line, int64_t held, Element* to) const {
    const auto pixel = [&](int64_t column) { return column < s.out_width ? line + column * s.outputs : nullptr; };
    for (int64_t column = 0; column < s.out_width; column += Kind::kPixels, to += kTileOutputs)
      Kind::template Pack<kTileOutputs>(pixel(column), pixel(column + 1), held, to);
  }
};

}  // namespace arcface
