#include "batch-norm.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "parallel-for.h"

namespace arcface {
namespace {

// Rows are worked on in blocks that stay in a core's cache, so that memory is read once a pass. The blocks depend on the
// shape alone and their sums are added in order: results are the same to the bit for any number of threads.
constexpr int64_t kBlockFloats = 16384;  // 64 KiB

struct Blocks {
  explicit Blocks(Shape shape)
      : rows(shape.rows),
        per_block(std::max<int64_t>(1, kBlockFloats / shape.channels)),
        count(static_cast<int>((shape.rows + per_block - 1) / per_block)) {}
  int64_t begin(int block) const { return block * per_block; }
  int64_t end(int block) const { return std::min(rows, (block + 1) * per_block); }
  int64_t rows, per_block;
  int count;
};

// Mean and sum of squared deviations of one block, per channel: two passes within the cache.
void BlockMoments(const float* __restrict x, int64_t rows, int64_t channels, float* __restrict mean,
                  float* __restrict squares) {
  std::fill(mean, mean + channels, 0.f);
  std::fill(squares, squares + channels, 0.f);
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < channels; c++) mean[c] += x[r * channels + c];
  for (int64_t c = 0; c < channels; c++) mean[c] /= rows;
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < channels; c++) {
      const float deviation = x[r * channels + c] - mean[c];
      squares[c] += deviation * deviation;
    }
  }
}

// y may be the addend: each value is read before it is replaced.
template <After after>
void NormalizeBlock(const float* __restrict x, int64_t rows, int64_t channels, const float* __restrict mean,
                    const float* __restrict gain, const float* __restrict offset, const float* more, float* y) {
  for (int64_t r = 0; r < rows; r++) {
#pragma GCC ivdep
    for (int64_t c = 0; c < channels; c++) {
      const float z = (x[r * channels + c] - mean[c]) * gain[c] + offset[c];
      if (after == After::kNothing) y[r * channels + c] = z;
      if (after == After::kPrelu) y[r * channels + c] = z > 0.f ? z : more[c] * z;
      if (after == After::kAdd) y[r * channels + c] = z + more[r * channels + c];
      if (after == After::kAddRelu) y[r * channels + c] = std::max(z + more[r * channels + c], 0.f);
    }
  }
}

using Normalize = decltype(&NormalizeBlock<After::kNothing>);

Normalize NormalizeFor(After after) {
  switch (after) {
    case After::kPrelu: return NormalizeBlock<After::kPrelu>;
    case After::kAdd: return NormalizeBlock<After::kAdd>;
    case After::kAddRelu: return NormalizeBlock<After::kAddRelu>;
    default: return NormalizeBlock<After::kNothing>;
  }
}

// Per channel: what a row's gradient needs to know. gain is scale·inverse_deviation. z is computed as (x − mean)·gain + offset
// and never as gain·x + bias, which cancels digits where the mean is large beside the deviation.
struct Channel {
  const float *gain, *offset, *slope, *mean, *inverse_deviation;
};

template <bool kPrelu>
void BlockGradientSums(const float* __restrict dy, const float* __restrict x, int64_t rows, int64_t channels,
                       Channel channel, float* __restrict d_offset, float* __restrict d_scale,
                       float* __restrict d_slope) {
  const float *__restrict gain = channel.gain, *__restrict offset = channel.offset, *__restrict slope = channel.slope,
              *__restrict mean = channel.mean, *__restrict inverse = channel.inverse_deviation;
  for (int64_t r = 0; r < rows; r++) {
    for (int64_t c = 0; c < channels; c++) {
      const float centred = x[r * channels + c] - mean[c];
      const float z = kPrelu ? centred * gain[c] + offset[c] : 0.f;
      const float g = dy[r * channels + c];
      const float dz = !kPrelu || z > 0.f ? g : slope[c] * g;
      d_offset[c] += dz;
      d_scale[c] += dz * (centred * inverse[c]);
      if (kPrelu) d_slope[c] += z > 0.f ? 0.f : g * z;
    }
  }
}

// dx may be dy or x: each value is read before it is replaced.
template <bool kPrelu>
void InputGradientBlock(const float* dy, const float* x, int64_t rows, int64_t channels, Channel channel,
                        const float* __restrict mean_dz, const float* __restrict mean_dz_x, float* dx) {
  const float *__restrict gain = channel.gain, *__restrict offset = channel.offset, *__restrict slope = channel.slope,
              *__restrict mean = channel.mean, *__restrict inverse = channel.inverse_deviation;
  for (int64_t r = 0; r < rows; r++) {
#pragma GCC ivdep
    for (int64_t c = 0; c < channels; c++) {
      const float centred = x[r * channels + c] - mean[c];
      const float z = kPrelu ? centred * gain[c] + offset[c] : 0.f;
      const float g = dy[r * channels + c];
      const float dz = !kPrelu || z > 0.f ? g : slope[c] * g;
      dx[r * channels + c] = gain[c] * (dz - mean_dz[c] - centred * inverse[c] * mean_dz_x[c]);
    }
  }
}

// y may be x or the addend: each value is read before it is replaced.
template <After after>
void ScaleShiftBlock(const float* x, int64_t rows, int64_t channels, const float* __restrict gain,
                     const float* __restrict shift, const float* more, float* y) {
  for (int64_t r = 0; r < rows; r++) {
#pragma GCC ivdep
    for (int64_t c = 0; c < channels; c++) {
      const float z = x[r * channels + c] * gain[c] + shift[c];
      if constexpr (after == After::kNothing) y[r * channels + c] = z;
      if constexpr (after == After::kPrelu) y[r * channels + c] = z > 0.f ? z : more[c] * z;
      if constexpr (after == After::kAdd) y[r * channels + c] = z + more[r * channels + c];
      if constexpr (after == After::kAddRelu) y[r * channels + c] = std::max(z + more[r * channels + c], 0.f);
    }
  }
}

using ScaleAndShift = void (*)(const float*, int64_t, int64_t, const float*, const float*, const float*, float*);

ScaleAndShift ScaleShiftFor(After after) {
  switch (after) {
    case After::kPrelu: return ScaleShiftBlock<After::kPrelu>;
    case After::kAdd: return ScaleShiftBlock<After::kAdd>;
    case After::kAddRelu: return ScaleShiftBlock<After::kAddRelu>;
    default: return ScaleShiftBlock<After::kNothing>;
  }
}

// Where y is not above 0 the ReLU lets nothing back. dz may be dy.
void MaskBlock(const float* dy, const float* __restrict y, int64_t count, float* dz) {
#pragma GCC ivdep
  for (int64_t i = 0; i < count; i++) dz[i] = y[i] > 0.f ? dy[i] : 0.f;
}

std::vector<float> Gain(int64_t channels, const float* scale, const float* inverse_deviation) {
  std::vector<float> gain(channels);
  for (int64_t c = 0; c < channels; c++) gain[c] = scale[c] * inverse_deviation[c];
  return gain;
}

struct BackwardResults {
  float *dx, *d_scale, *d_offset, *d_slope;
};

// prepare(from, count) comes before anything of dy is read, block by block.
template <bool kPrelu, typename Prepare>
void Backward(Shape shape, const float* dy, const float* x, const float* scale, Channel channel, BackwardResults results,
              Prepare prepare) {
  const Blocks blocks(shape);
  const int64_t channels = shape.channels;
  const std::vector<float> gain = Gain(channels, scale, channel.inverse_deviation);
  channel.gain = gain.data();
  std::vector<float> sums(static_cast<size_t>(blocks.count) * 3 * channels, 0.f);
  ParallelFor(blocks.count, [&](int b) {
    const int64_t from = blocks.begin(b) * channels, count = blocks.end(b) - blocks.begin(b);
    float* sum = &sums[static_cast<size_t>(b) * 3 * channels];
    prepare(from, count * channels);
    BlockGradientSums<kPrelu>(dy + from, x + from, count, channels, channel, sum, sum + channels, sum + 2 * channels);
  });
  std::vector<double> totals(3 * channels, 0.);
  for (int b = 0; b < blocks.count; b++)
    for (int64_t i = 0; i < 3 * channels; i++) totals[i] += sums[static_cast<size_t>(b) * 3 * channels + i];
  std::vector<float> mean_dz(channels), mean_dz_x(channels);
  for (int64_t c = 0; c < channels; c++) {
    results.d_offset[c] = static_cast<float>(totals[c]);
    results.d_scale[c] = static_cast<float>(totals[channels + c]);
    if (kPrelu) results.d_slope[c] = static_cast<float>(totals[2 * channels + c]);
    mean_dz[c] = static_cast<float>(totals[c] / shape.rows);
    mean_dz_x[c] = static_cast<float>(totals[channels + c] / shape.rows);
  }
  ParallelFor(blocks.count, [&](int b) {
    const int64_t from = blocks.begin(b) * channels, count = blocks.end(b) - blocks.begin(b);
    InputGradientBlock<kPrelu>(dy + from, x + from, count, channels, channel, mean_dz.data(), mean_dz_x.data(),
                               results.dx + from);
  });
}

}  // namespace

void BatchNormForward(Shape shape, After after, const float* x, const float* scale, const float* offset, const float* more,
                      float epsilon, float* y, float* mean, float* unbiased_variance, float* inverse_deviation) {
  const Blocks blocks(shape);
  const int64_t channels = shape.channels;
  std::vector<float> means(blocks.count * channels), squares(blocks.count * channels);
  ParallelFor(blocks.count, [&](int b) {
    BlockMoments(x + blocks.begin(b) * channels, blocks.end(b) - blocks.begin(b), channels, &means[b * channels],
                 &squares[b * channels]);
  });
  // Moments of parts are joined as in Chan, Golub & LeVeque 1979, "Updating formulae and a pairwise algorithm", eq. 2.1.
  std::vector<double> joint(channels, 0.), deviations(channels, 0.);
  double rows = 0;
  for (int b = 0; b < blocks.count; b++) {
    const double added = static_cast<double>(blocks.end(b) - blocks.begin(b));
    const double share = added / (rows + added), weight = rows * share;
    for (int64_t c = 0; c < channels; c++) {
      const double delta = means[b * channels + c] - joint[c];
      joint[c] += delta * share;
      deviations[c] += squares[b * channels + c] + delta * delta * weight;
    }
    rows += added;
  }
  for (int64_t c = 0; c < channels; c++) {
    mean[c] = static_cast<float>(joint[c]);
    unbiased_variance[c] = static_cast<float>(deviations[c] / std::max(rows - 1, 1.));
    inverse_deviation[c] = static_cast<float>(1. / std::sqrt(deviations[c] / rows + epsilon));
  }
  const std::vector<float> gain = Gain(channels, scale, inverse_deviation);
  const Normalize normalize = NormalizeFor(after);
  const bool adds = after == After::kAdd || after == After::kAddRelu;
  ParallelFor(blocks.count, [&](int b) {
    const int64_t from = blocks.begin(b) * channels, count = blocks.end(b) - blocks.begin(b);
    normalize(x + from, count, channels, mean, gain.data(), offset, adds ? more + from : more, y + from);
  });
}

void BatchNormBackward(Shape shape, const float* dy, const float* x, const float* scale, const float* offset,
                       const float* slope, const float* mean, const float* inverse_deviation, float* dx,
                       float* d_scale, float* d_offset, float* d_slope) {
  const Channel channel{nullptr, offset, slope, mean, inverse_deviation};
  const BackwardResults results{dx, d_scale, d_offset, d_slope};
  const auto nothing = [](int64_t, int64_t) {};
  if (slope) Backward<true>(shape, dy, x, scale, channel, results, nothing);
  else Backward<false>(shape, dy, x, scale, channel, results, nothing);
}

void BatchNormAddReluBackward(Shape shape, const float* dy, const float* x, const float* y, const float* scale,
                              const float* mean, const float* inverse_deviation, float* dx, float* d_scale,
                              float* d_offset, float* d_addend) {
  const Channel channel{nullptr, nullptr, nullptr, mean, inverse_deviation};
  Backward<false>(shape, d_addend, x, scale, channel, {dx, d_scale, d_offset, nullptr},
                  [&](int64_t from, int64_t count) { MaskBlock(dy + from, y + from, count, d_addend + from); });
}

void ScaleShift(Shape shape, After after, const float* x, const float* gain, const float* shift, const float* more, float* y) {
  const Blocks blocks(shape);
  const ScaleAndShift block = ScaleShiftFor(after);
  const bool adds = after == After::kAdd || after == After::kAddRelu;
  ParallelFor(blocks.count, [&](int b) {
    const int64_t from = blocks.begin(b) * shape.channels, rows = blocks.end(b) - blocks.begin(b);
    block(x + from, rows, shape.channels, gain, shift, adds ? more + from : more, y + from);
  });
}

}  // namespace arcface
