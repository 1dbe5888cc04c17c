#include "after.h"
#include "parallel-for.h"
#include "row-blocks.h"

namespace arcface {
namespace {

// y may be x or the addend: each value is read before it is replaced.
template <After after, typename T>
void ScaleShiftBlock(const T* x, int64_t rows, int64_t channels, const float* __restrict gain, const float* __restrict shift,
                     More<T> more, T* y) {
  for (int64_t r = 0; r < rows; r++) {
#pragma GCC ivdep
    for (int64_t c = 0; c < channels; c++) {
      const int64_t i = r * channels + c;
      Finish<after>(Value(x[i]) * gain[c] + shift[c], more, c, i, y);
    }
  }
}

}  // namespace

template <typename T>
void ScaleShift(Shape shape, After after, const T* x, const float* gain, const float* shift, More<T> more, T* y) {
  const RowBlocks blocks(shape);
  WithAfter(after, [&](auto constant) {
    ParallelFor(blocks.count, [&](int b) {
      const int64_t from = blocks.begin(b) * shape.channels;
      ScaleShiftBlock<constant()>(x + from, blocks.size(b), shape.channels, gain, shift, more.From(from), y + from);
    });
  });
}

template void ScaleShift(Shape, After, const float*, const float*, const float*, More<float>, float*);
template void ScaleShift(Shape, After, const Bfloat16*, const float*, const float*, More<Bfloat16>, Bfloat16*);

}  // namespace arcface
