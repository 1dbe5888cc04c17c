// How [rows, channels] arrays are cut for work that is shared among cores.
#pragma once
#include <algorithm>
#include <cstdint>

#include "batch-norm.h"

namespace arcface {

// Rows are worked on in blocks that stay in a core's cache, so that memory is read once a pass. The blocks depend on the
// shape alone and their sums are added in order: results are the same to the bit for any number of threads.
constexpr int64_t kBlockValues = 16384;  // 64 KiB of floats

struct RowBlocks {
  explicit RowBlocks(Shape shape)
      : rows(shape.rows),
        per_block(std::max<int64_t>(1, kBlockValues / shape.channels)),
        count(static_cast<int>((shape.rows + per_block - 1) / per_block)) {}
  int64_t begin(int block) const { return block * per_block; }
  int64_t size(int block) const { return std::min(rows - begin(block), per_block); }
  int64_t rows, per_block;
  int count;
};

}  // namespace arcface
