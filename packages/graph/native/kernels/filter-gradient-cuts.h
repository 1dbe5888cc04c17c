// How the work of a filter's gradient is cut into tasks and blocks, and memory for what is packed of them.
#pragma once
#include <algorithm>
#include <vector>

#include "conv-filter-gradient.h"

namespace arcface {

inline int64_t Ceiling(int64_t a, int64_t b) { return (a + b - 1) / b; }

// Memory that begins where a vector may, so that no load of one crosses a line of the cache.
template <typename T>
class Aligned {
 public:
  explicit Aligned(size_t count) : lines_((count * sizeof(T) + sizeof(Line) - 1) / sizeof(Line)) {}
  T* data() { return reinterpret_cast<T*>(lines_.data()); }

 private:
  struct alignas(64) Line {
    char bytes[64];
  };
  std::vector<Line> lines_;
};

// A block of pixels of y: some rows of one image, or all rows of some images where the maps are small.
struct Block {
  int64_t images, rows;

  // About so many pixels: what is packed of them has to stay in the core's own cache.
  static Block Of(const ConvShape& s, int64_t pixels) {
    return {std::clamp<int64_t>(pixels / (s.out_height * s.out_width), 1, s.batch),
            std::clamp<int64_t>(pixels / s.out_width, 1, s.out_height)};
  }
};

// How the work is cut, by the shape alone, so that the result is the same for any number of threads: images into parts, each with
// a sum of its own, and the inputs into groups.
struct Cut {
  Cut(const ConvShape& s, int64_t tile_inputs) {
    const int64_t filter_bytes = s.filter_height * s.filter_width * s.inputs * s.outputs * sizeof(float);
    parts = std::clamp<int64_t>((int64_t{2} << 20) / filter_bytes, 1, std::min<int64_t>(s.batch, 8));
    const int64_t tiles = Ceiling(s.inputs, tile_inputs), wanted = std::min(tiles, Ceiling(8, parts));
    group_inputs = Ceiling(tiles, wanted) * tile_inputs;
    groups = Ceiling(s.inputs, group_inputs);
  }
  int64_t parts, groups, group_inputs;
};

}  // namespace arcface
