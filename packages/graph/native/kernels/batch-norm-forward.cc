#include <cmath>
#include <vector>

#include "after.h"
#include "parallel-for.h"
#include "row-blocks.h"

namespace arcface {
namespace {

// Mean and sum of squared deviations of one block, per channel: two passes within the cache.
template <typename T>
void BlockMoments(const T* __restrict x, int64_t rows, int64_t channels, float* __restrict mean, float* __restrict squares) {
  std::fill(mean, mean + channels, 0.f);
  std::fill(squares, squares + channels, 0.f);
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < channels; c++) mean[c] += Value(x[r * channels + c]);
  for (int64_t c = 0; c < channels; c++) mean[c] /= rows;
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < channels; c++) {
      const float deviation = Value(x[r * channels + c]) - mean[c];
      squares[c] += deviation * deviation;
    }
  }
}

template <After after, typename T>
void NormalizeBlock(const T* __restrict x, int64_t rows, int64_t channels, const float* __restrict mean,
                    const float* __restrict gain, const float* __restrict offset, More<T> more, T* y) {
  for (int64_t r = 0; r < rows; r++) {
#pragma GCC ivdep
    for (int64_t c = 0; c < channels; c++) {
      const int64_t i = r * channels + c;
      Finish<after>((Value(x[i]) - mean[c]) * gain[c] + offset[c], more, c, i, y);
    }
  }
}

}  // namespace

template <typename T>
void BatchNormForward(Shape shape, After after, const T* x, const float* scale, const float* offset, More<T> more, float epsilon,
                      T* y, float* mean, float* unbiased_variance, float* inverse_deviation) {
  const RowBlocks blocks(shape);
  const int64_t channels = shape.channels;
  std::vector<float> means(blocks.count * channels), squares(blocks.count * channels);
  ParallelFor(blocks.count, [&](int b) {
    BlockMoments(x + blocks.begin(b) * channels, blocks.size(b), channels, &means[b * channels], &squares[b * channels]);
  });
  // Moments of parts are joined as in Chan, Golub & LeVeque 1979, "Updating formulae and a pairwise algorithm", eq. 2.1.
  std::vector<double> joint(channels, 0.), deviations(channels, 0.);
  double rows = 0;
  for (int b = 0; b < blocks.count; b++) {
    const double added = static_cast<double>(blocks.size(b));
    const double share = added / (rows + added), weight = rows * share;
    for (int64_t c = 0; c < channels; c++) {
      const double delta = means[b * channels + c] - joint[c];
      joint[c] += delta * share;
      deviations[c] += squares[b * channels + c] + delta * delta * weight;
    }
    rows += added;
  }
  std::vector<float> gain(channels);
  for (int64_t c = 0; c < channels; c++) {
    mean[c] = static_cast<float>(joint[c]);
    unbiased_variance[c] = static_cast<float>(deviations[c] / std::max(rows - 1, 1.));
    inverse_deviation[c] = static_cast<float>(1. / std::sqrt(deviations[c] / rows + epsilon));
    gain[c] = scale[c] * inverse_deviation[c];
  }
  WithAfter(after, [&](auto constant) {
    ParallelFor(blocks.count, [&](int b) {
      const int64_t from = blocks.begin(b) * channels;
      NormalizeBlock<constant()>(x + from, blocks.size(b), channels, mean, gain.data(), offset, more.From(from), y + from);
    });
  });
}

template void BatchNormForward(Shape, After, const float*, const float*, const float*, More<float>, float, float*, float*, float*,
                               float*);
template void BatchNormForward(Shape, After, const Bfloat16*, const float*, const float*, More<Bfloat16>, float, Bfloat16*, float*,
                               float*, float*);

}  // namespace arcface
